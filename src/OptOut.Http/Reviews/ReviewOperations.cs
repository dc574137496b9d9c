namespace OptOut.Http;

/// <summary>What the OpenAPI document says of reviews (rule 39).</summary>
internal static class ReviewOperations
{
    public static readonly ApiOperation List = new(
        "ListReviews",
        "Messages that may be revocations and wait for a person, the oldest first."
    )
    {
        Description = "Each holds back the brand's checks (review-pending) until it is decided, or counts as an opt-out once it is due.",
        Answer =
        [
            ApiContent.Json<ReviewPage>(
                """{"items":[{"event":"ev-3f2a-4","recipient":"+14155552671","brand":"acme","text":"is this going to go on forever","score":0.61,"at":"2026-01-31T12:00:00Z","due":"2026-02-13T12:00:00Z"}]}"""
            ),
        ],
    };

    public static readonly ApiOperation Decide = new("DecideReview", "Decides what a waiting message was, as of when it came.")
    {
        Description = "opt-out: the brand is suppressed as of the message, and no confirmation goes out. ordinary: it was no revocation.",
        Body = [ApiContent.Json<ReviewRequest>("""{"decision":"opt-out","reason":"They want no more messages.","actor":"j.doe"}""")],
        Answer =
        [
            ApiContent.Json<ReviewResponse>(
                """{"id":"ev-3f2a-5","event":"ev-3f2a-4","recipient":"+14155552671","brand":"acme","decision":"opt-out","reason":"They want no more messages.","actor":"j.doe","at":"2026-02-02T09:00:00Z","effectiveAt":"2026-01-31T12:00:00Z"}"""
            ),
        ],
        Problems = [404],
    };
}
