using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;

namespace OptOut.Client;

/// <summary>OptOut's sender API, typed. A check never throws for what went wrong on the way: it says no, and why.</summary>
public sealed class OptOutClient(HttpClient http, IOptions<OptOutClientOptions> options, TimeProvider? time = null)
{
    /// <summary>As many checks as one request takes.</summary>
    private const int MaxBatchSize = 1000;

    /// <summary>One check.</summary>
    public async Task<CheckResult> CheckAsync(CheckRequest check, CancellationToken cancellation = default) =>
        (await CheckAsync([check], cancellation))[0];

    /// <summary>Any number of checks, a thousand a request; the results stand in the order of the checks.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<IReadOnlyList<CheckResult>> CheckAsync(IReadOnlyList<CheckRequest> checks, CancellationToken cancellation = default)
    {
        var results = new List<CheckResult>(checks.Count);
        foreach (var batch in checks.Chunk(MaxBatchSize))
        {
            results.AddRange(await BatchAsync(batch, cancellation));
        }

        return results;
    }

    /// <summary>Records a send, or one that Twilio keeps until its time, once per <c>MessageSid</c>.</summary>
    /// <exception cref="HttpRequestException">It was not recorded: record it again.</exception>
    public async Task RecordSendAsync(SentMessage sent, CancellationToken cancellation = default)
    {
        var body = new WireSend(
            sent.Recipient,
            sent.Brand ?? options.Value.Brand,
            sent.Campaign,
            sent.Kind,
            sent.MessageSid,
            sent.SentAt ?? (time ?? TimeProvider.System).GetUtcNow(),
            sent.Fulfilled,
            sent.Sender,
            sent.Decision,
            sent.SendAt is null ? null : "scheduled",
            sent.SendAt
        );
        using var response = await http.PostAsJsonAsync("api/sends", body, WireJson.Default.WireSend, cancellation);
        response.EnsureSuccessStatusCode();
    }

    private async Task<IEnumerable<CheckResult>> BatchAsync(CheckRequest[] checks, CancellationToken cancellation)
    {
        IEnumerable<CheckResult> NoAnswer(string detail) => checks.Select(_ => CheckResult.NoAnswer(detail));
        try
        {
            var body = new WireChecks([
                .. checks.Select(
                    (c, i) =>
                        new WireCheck(
                            Reference(i),
                            c.Recipient,
                            c.Brand ?? options.Value.Brand,
                            c.Campaign,
                            c.Kind,
                            c.Sender,
                            c.Body,
                            c.Reserve ? true : null,
                            c.At
                        )
                ),
            ]);
            using var response = await http.PostAsJsonAsync("api/checks", body, WireJson.Default.WireChecks, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return NoAnswer(string.Create(CultureInfo.InvariantCulture, $"OptOut answered {(int)response.StatusCode}."));
            }

            var results = (await response.Content.ReadFromJsonAsync(WireJson.Default.WireResults, cancellation))?.Results;
            // An answer that may belong to another question is treated as no answer.
            return results?.Count == checks.Length && results.Select((r, i) => r?.Reference == Reference(i)).All(own => own)
                ? results.Select(r => Result(r!))
                : NoAnswer("The answer does not fit the question.");
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && e is HttpRequestException or OperationCanceledException or JsonException or IOException or ExecutionRejectedException
            )
        {
            return NoAnswer($"OptOut could not be asked ({e.GetType().Name}).");
        }
    }

    private static CheckResult Result(WireResult wire) =>
        wire.Reason is not { } reason
            ? CheckResult.NoAnswer("The answer has no reason.")
            : new CheckResult
            {
                Allowed = wire.Allowed,
                Reason = reason,
                Obligations = wire.Obligations ?? [],
                Findings = wire.Findings,
                Evidence = wire.Evidence ?? [],
                Until = wire.Until,
                UsableSenders = wire.UsableSenders,
                ValidUntil = wire.ValidUntil,
                Decision = wire.Decision,
                Detail = wire.Errors is null ? null : string.Join(' ', wire.Errors.Select(e => $"{e.Key} {string.Join(' ', e.Value)}")),
            };

    private static string Reference(int index) => index.ToString(CultureInfo.InvariantCulture);
}
