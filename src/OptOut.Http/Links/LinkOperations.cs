namespace OptOut.Http;

/// <summary>What the OpenAPI document says of links.</summary>
internal static class LinkOperations
{
    public static readonly ApiOperation Post = new(
        "PostLink",
        "Makes a short link to the page where this recipient can stop the brand's messages."
    )
    {
        Description =
            "At most twelve characters after the host, with no number in them; for texts of senders that nobody can answer, for e-mail and letters. Only a button on the page acts, never opening it.",
        Body = [ApiContent.Json<LinkRequest>("""{"recipient":"+14155552671","brand":"acme"}""")],
        Status = 201,
        Answer = [ApiContent.Json<LinkResponse>("""{"url":"http://localhost:7071/7yKq2mRtWb9","expires":"2026-05-01T12:00:00Z"}""")],
    };
}
