using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// Links to files that a browser fetches without a key: made by a caller, usable once and for a few minutes (ADR 0480). All that the link
/// stands for is encrypted in it; that it was used is kept like an idempotency key, so that it counts on every host.
/// </summary>
internal sealed class Downloads(
    Policy policy,
    IRecipientStore store,
    IRecipientList recipients,
    IAnswerStore answers,
    VerifiedLedger ledger,
    TimeProvider time
)
{
    internal const string Evidence = "evidence",
        Suppressions = "suppressions";
    private const int MaxLength = 2000;
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly AccountKeys keys = new(policy, "download");

    /// <summary><c>POST /api/downloads</c>.</summary>
    public IResult Post(PostedDownload request)
    {
        var (brand, what, person) = request;
        var expires = time.GetUtcNow() + Validity;
        var token = Seal(
            brand.AccountSid,
            string.Join('\n', what, brand.Id, person?.Value, expires.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))
        );
        return TypedResults.Json(
            new DownloadResponse($"{policy.PublicBaseUrl.TrimEnd('/')}/api/downloads/{token}", expires),
            ApiJson.Written.DownloadResponse,
            statusCode: StatusCodes.Status201Created
        );
    }

    /// <summary><c>GET /api/downloads/{token}</c>: the file, to whoever has the link, once.</summary>
    public async Task<IResult> GetAsync(string token, HttpContext context, CancellationToken cancellation)
    {
        if (
            Open(token) is not ({ } brand, [var what, _, var person, var until])
            || long.Parse(until, NumberStyles.None, CultureInfo.InvariantCulture) < time.GetUtcNow().ToUnixTimeMilliseconds()
        )
        {
            return Problems.NotFound("This link leads nowhere, or its time is over.");
        }

        var claim = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        if ((await answers.ClaimAsync(brand.AccountSid, $"download:{token}", claim, cancellation)).RequestHash != claim)
        {
            return Problems.NotFound("This link was used already.");
        }

        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{brand.Id}-{what}.{(what == Evidence ? "ndjson" : "csv")}\"";
        return what == Evidence
            ? await EvidenceEndpoint.FileAsync(
                new RecipientKey(brand.AccountSid, RecipientAddress.FromStored(person)),
                brand,
                store,
                ledger,
                cancellation
            )
            : await SuppressionListEndpoint.CsvAsync(recipients, brand, cancellation);
    }

    private string Seal(string accountSid, string text) =>
        SealedText.Seal(keys.Of(accountSid)[0], RandomNumberGenerator.GetBytes(SealedText.NonceSize), Encoding.UTF8.GetBytes(text));

    /// <summary>Whose link it is, and what for. The link does not name the account, so each account's key is tried.</summary>
    private (Brand? Brand, string[] Parts) Open(string text)
    {
        foreach (var account in text.Length > MaxLength ? [] : policy.Accounts.Values.Where(a => a.ApiKeys.Count > 0))
        {
            if (SealedText.Open(keys.Of(account.Sid)[0], text)?.Split('\n') is { } parts)
            {
                return (account.Brands.GetValueOrDefault(parts[1]), parts);
            }
        }

        return (null, []);
    }
}

/// <summary>The file that a link is asked for.</summary>
/// <param name="Brand">Whose file.</param>
/// <param name="What">A list of suppressions, or evidence.</param>
/// <param name="Person">Of evidence: whose.</param>
internal sealed record PostedDownload(Brand Brand, string What, RecipientAddress? Person) : IApiRequest<PostedDownload>
{
    public static async ValueTask<PostedDownload?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.DownloadRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var persons = request.Context.RequestServices.GetRequiredService<PersonTokens>();
        request.Errors.Check(
            body.Person is null || body.What == Downloads.Evidence,
            "person",
            $"goes with {Downloads.Evidence}, and only with it."
        );
        var person =
            body.What == Downloads.Evidence
                ? request.Errors.Recipient("person", persons.Open(brand.AccountSid, body.Person) ?? body.Person)
                : null;
        return new(brand, body.What ?? "", person);
    }
}
