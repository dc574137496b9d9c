using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>One refused webhook, as the doctor repeats it: nothing of it is secret or a person's.</summary>
/// <param name="At">When it came.</param>
/// <param name="AccountSid">The configured account that it named; null for one that is not configured.</param>
/// <param name="Url">The URL that was checked, without the query's values.</param>
/// <param name="Cause">What most likely differs.</param>
internal sealed record RefusedWebhook(DateTimeOffset At, string? AccountSid, string Url, SignatureCause Cause);

/// <summary>
/// Says of refused webhooks which URL was checked and what most likely differs: in the log, in a metric, and to the doctor. A refusal is
/// examined after the answer, so that its time tells a caller nothing, and one at a time, so that many callers cannot keep the processor
/// busy.
/// </summary>
internal sealed partial class RefusedSignatures(Policy policy, Background background, TimeProvider time, ILogger<RefusedSignatures> log)
{
    private const int MaxKept = 20;
    private const int MaxUrlLength = 300;
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<RefusedWebhook> last = new();
    private int busy;

    /// <summary>The last ones that this instance refused, the oldest first.</summary>
    public IReadOnlyList<RefusedWebhook> Last => [.. last];

    /// <summary>Examines a refusal, unless another one is being examined.</summary>
    public void Refused(
        SignatureResult result,
        HttpRequest request,
        string target,
        FormBody form,
        bool json,
        string? signature,
        Account? account
    )
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
        {
            Signals.SignatureRefused("not-examined");
            return;
        }

        var refused = new RefusedSignature(
            result,
            policy.PublicBaseUrl,
            target,
            json ? FormBody.Empty : form,
            signature,
            account?.AuthTokens ?? [],
            [.. policy.Accounts.Values.Where(a => a != account).SelectMany(a => a.AuthTokens)],
            Origins(request),
            form.First("ErrorUrl")
        );
        background.Run(() =>
        {
            try
            {
                Report(refused, account?.Sid);
            }
            finally
            {
                Volatile.Write(ref busy, 0);
            }

            return Task.CompletedTask;
        });
    }

    private void Report(RefusedSignature refused, string? accountSid)
    {
        var cause = SignatureCauses.Find(refused);
        var url = WithoutValues(refused.PublicBaseUrl, refused.PathAndQuery);
        var word = KebabCase<SignatureCause>.Name(cause);
        Signals.SignatureRefused(word);
        var refusal = new RefusedWebhook(time.GetUtcNow(), accountSid, url, cause);
        if (last.Any(known => known with { At = refusal.At } == refusal && refusal.At - known.At < RepeatInterval))
        {
            // A scanner, or a number whose every message is refused: the metric counts them, the log says it once in a while.
            return;
        }

        WasRefused(url, word, SignatureAdvice.DoThis(cause));
        last.Enqueue(refusal);
        while (last.Count > MaxKept)
        {
            last.TryDequeue(out _);
        }
    }

    /// <summary>
    /// The URL that was checked. Its query keeps the names that a setting may have, and no value; a password in the base is left out.
    /// </summary>
    internal static string WithoutValues(string publicBaseUrl, string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        string[] names =
            question < 0 ? [] : [.. pathAndQuery[(question + 1)..].Split('&').Select(part => Name(part.Split('=', 2)[0]) + "=…")];
        var start =
            Uri.TryCreate(publicBaseUrl, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
                ? publicBaseUrl.Replace(url.UserInfo + "@", "", StringComparison.Ordinal)
                : publicBaseUrl;
        var text =
            start.TrimEnd('/')
            + string.Concat(path.Where(c => c is > ' ' and <= '~'))
            + (names.Length == 0 ? "" : "?" + string.Join('&', names));
        return text.Length <= MaxUrlLength ? text : text[..MaxUrlLength] + "…";
    }

    private static string Name(string name) =>
        name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetter(c) || c is '_' or '-') || name == TwilioSignature.BodyHashName
            ? name
            : "…";

    private static List<string> Origins(HttpRequest request)
    {
        var headers = request.Headers;
        string?[] hosts =
        [
            request.Host.Value,
            headers["X-Forwarded-Host"].ToString(),
            headers["X-Original-Host"].ToString(),
            headers["DISGUISED-HOST"].ToString(),
        ];
        return
        [
            .. hosts
                .Select(host => (host ?? "").Split(',')[0].Trim())
                .Where(host => host.Length is > 0 and < 256)
                .Distinct(StringComparer.Ordinal)
                .SelectMany(host => new[] { $"https://{host}", $"http://{host}" }),
        ];
    }

    [LoggerMessage(
        EventId = 3006,
        Level = LogLevel.Warning,
        Message = "A webhook was refused. Checked as {Url}; most likely: {Cause}. {DoThis}"
    )]
    private partial void WasRefused(string url, string cause, string doThis);
}
