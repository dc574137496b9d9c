using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>Links for recipients: made by a sender, opened by the person (rule 42).</summary>
internal static class LinkEndpoints
{
    private const int MaxFormSize = 4 * 1024;

    /// <summary><c>POST /api/links</c>.</summary>
    public static async Task<IResult> Post(Valid<PostedLink> request, ILinkStore links, Policy policy, CancellationToken cancellation)
    {
        var ((account, recipient), brand, expires) = request.Value;
        string secret;
        do
        {
            secret = LinkSecret.New();
        } while (
            !await links.AddAsync(
                LinkSecret.Hash(secret),
                new KeptLink(account, brand.Id, expires, LinkSecret.Seal(secret, recipient.Value)),
                cancellation
            )
        );
        return TypedResults.Json(
            new LinkResponse($"{policy.PublicBaseUrl.TrimEnd('/')}/{secret}", expires),
            ApiJson.Written.LinkResponse,
            statusCode: StatusCodes.Status201Created
        );
    }

    /// <summary>The page. Looking at it changes nothing, whoever looks and however often.</summary>
    public static Task<IResult> Show(string secret, HttpContext context, LinkVisit visit, CancellationToken cancellation) =>
        OpenAsync(
            secret,
            context,
            visit,
            (link, texts) => Task.FromResult(LinkPage.Choices(texts, link.Brand, link.Key.Recipient)),
            cancellation
        );

    /// <summary>
    /// A button. A form that names neither a campaign of the brand nor a frequency stops all: mail programs send
    /// <c>List-Unsubscribe=One-Click</c> (RFC 8058), and in doubt the opt-out wins.
    /// </summary>
    public static Task<IResult> Act(string secret, HttpContext context, LinkVisit visit, CancellationToken cancellation) =>
        OpenAsync(
            secret,
            context,
            visit,
            async (link, texts) =>
            {
                var (bytes, tooLarge) = await BoundedBody.ReadAsync(context.Request, MaxFormSize, cancellation);
                var form = tooLarge ? FormBody.Empty : FormBody.Parse(bytes.Span);
                if (form.First(LinkPage.FrequencyField) is { } often && LinkPage.Frequencies.TryGetValue(often, out var frequency))
                {
                    await visit.KeepFrequencyAsync(link, frequency, cancellation);
                    return LinkPage.Done(texts, LinkPage.Format(texts.Saved, link.Brand.Name, LinkPage.HowOften(texts, often)));
                }

                var campaign = form.First(LinkPage.CampaignField) is { } id ? link.Brand.Campaigns.GetValueOrDefault(id) : null;
                await visit.StopAsync(link, campaign, cancellation);
                return LinkPage.Done(
                    texts,
                    campaign is null
                        ? LinkPage.Format(texts.StoppedAll, link.Brand.Name)
                        : LinkPage.Format(texts.StoppedOne, LinkPage.NameOf(campaign), link.Brand.Name)
                );
            },
            cancellation
        );

    private static async Task<IResult> OpenAsync(
        string secret,
        HttpContext context,
        LinkVisit visit,
        Func<OpenLink, LinkTexts, Task<IResult>> then,
        CancellationToken cancellation
    )
    {
        var texts = LinkTexts.For(Wishes(context.Request));
        if (!visit.Limits.Take(context))
        {
            context.Response.Headers.RetryAfter = "60";
            return LinkPage.Failed(texts ?? LinkTexts.All[0], StatusCodes.Status429TooManyRequests, (texts ?? LinkTexts.All[0]).Busy);
        }

        try
        {
            if (await visit.FindAsync(secret, cancellation) is { } link)
            {
                // The person's own choice comes before the browser's language, since the browser may be somebody else's. The brand's
                // language comes last.
                var told = LinkTexts.For([await visit.LanguageAsync(link, cancellation)]);
                return await then(link, told ?? texts ?? LinkTexts.For([link.Brand.Language]) ?? LinkTexts.All[0]);
            }
        }
        catch (Exception e) when (e is DependencyUnavailableException or CryptographicException)
        {
            return LinkPage.Failed(texts ?? LinkTexts.All[0], StatusCodes.Status503ServiceUnavailable, (texts ?? LinkTexts.All[0]).Down);
        }

        visit.Limits.Missed(context);
        return LinkPage.Nowhere(texts ?? LinkTexts.All[0]);
    }

    /// <summary>The browser's languages, the most wanted first.</summary>
    private static IEnumerable<string?> Wishes(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value);
}
