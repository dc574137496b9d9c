using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OptOut.Testing;
using OptOutFunctions.Tests.Otlp;

namespace OptOutFunctions.Tests;

[CollectionDefinition]
public sealed class WorkerSiteCollection : ICollectionFixture<WorkerSite>;

/// <summary>
/// What the head exports as a process: each request once, under its route's name, and nobody's number, key or words (docs/adr/0402).
/// </summary>
[Collection(typeof(WorkerSiteCollection))]
public sealed class WorkerTelemetryTests(WorkerSite site)
{
    private const string Texted = "columbine",
        Stated = "marigold",
        Proven = "foxglove",
        WrongKey = "wrong-key-periwinkle",
        Secret = "L4rkspurL4rkspurL4rkspur";
    private readonly string person = site.Person("212555");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<(string Scope, Span Span)> Spans =>
        site
            .Collector.Exports("traces")
            .SelectMany(export => TracesExport.Parser.ParseFrom(export).ResourceSpans)
            .SelectMany(resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans.Select(span => (scope.Scope.Name, span)));

    [Fact]
    public async Task A_request_is_one_row_with_its_function_below_the_hosts_span()
    {
        await UseAsync();

        await WorkerSite.UntilAsync(() =>
            Task.FromResult(Requests().Length == site.Host.Forwarded && Functions().Length >= site.Host.Forwarded)
        );

        Assert.Equal(Requests().Length, Requests().Select(request => request.TraceId.ToBase64()).Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(
            Functions().Select(function => function.TraceId.ToBase64()).ToHashSet(StringComparer.Ordinal),
            Requests().Select(request => request.TraceId.ToBase64()).ToHashSet(StringComparer.Ordinal)
        );
        Assert.All(Requests(), request => Assert.Equal(8, request.ParentSpanId.Length));
        Assert.All(
            ["GET /api/checks/{recipient}", "POST /api/twilio/messages", "GET /api/recipients/{recipient}/history", "GET /api/health"],
            name => Assert.Contains(Requests(), request => request.Name == name)
        );
        Assert.Contains(Functions(), function => function.Name == "function SenderApi");
    }

    [Fact]
    public async Task No_number_key_link_or_word_leaves_by_traces_metrics_logs_or_the_console()
    {
        await UseAsync();
        await MisuseAsync();
        site.Tables.IsShut = true;
        await site.StatusAsync($"/api/checks/{person}?brand=acme");
        await site.TextAsync(person, $"STOP {Texted}");
        site.Tables.IsShut = false;
        await site.Poison.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await site.Queue.SendMessageAsync($"{Texted} {person}", Cancellation);
        await WorkerSite.UntilAsync(() =>
            Task.FromResult(
                Requests().Length == site.Host.Forwarded
                    && site.Collector.Logs.Contains("is a dead letter", StringComparison.Ordinal)
                    && site.Collector.Metrics.Length > 0
            )
        );

        var all = new Leaks(string.Join('\n', site.Collector.Traces, site.Collector.Metrics, site.Collector.Logs, site.Host.Output));
        Assert.False(all.TellNumber(person), person);
        Assert.All(
            [Texted, Stated, Proven, WrongKey, Secret, TestServices.Settings["OptOut:Accounts:0:AuthTokens:0"]!],
            word => Assert.False(all.TellWord(word), word)
        );
    }

    private Span[] Requests() => [.. Spans.Select(span => span.Span).Where(span => span.Kind == Span.Types.Kind.Server)];

    private Span[] Functions() => [.. Spans.Where(span => span.Scope == "Microsoft.Azure.Functions.Worker").Select(span => span.Span)];

    private async Task UseAsync()
    {
        using var consent = new StringContent(
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaigns"] = new JsonArray("reminders"),
                ["basis"] = "express",
                ["method"] = "web-form",
                ["obtainedAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
                ["statement"] = $"Yes, {Stated}.",
                ["proof"] = new JsonObject { ["reference"] = Proven },
            }.ToJsonString(),
            Encoding.UTF8,
            "application/json"
        );
        using var taken = await site.Http.PostAsync("/api/consents", consent, Cancellation);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            await site.StatusAsync($"/api/checks/{Uri.EscapeDataString(person)}?brand=acme&campaign=reminders")
        );
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync($"/api/checks/{person}?brand=acme&campaign=reminders"));
        Assert.Equal(HttpStatusCode.OK, (await site.TextAsync(person, $"Good morning, {Texted}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.TextAsync("whatsapp:" + person, "STOP")).Status);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await site.PostAsync(
                    "/api/twilio/status?brand=acme&campaign=reminders&kind=campaign",
                    ("MessageSid", $"SM{Guid.NewGuid():N}"),
                    ("MessageStatus", "failed"),
                    ("ErrorCode", "21610"),
                    ("To", person),
                    ("From", "+14155550100")
                )
            ).Status
        );
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync($"/api/recipients/{person}/history?brand=acme"));
    }

    private async Task MisuseAsync()
    {
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync($"/api/{Texted}/{person}?to={Uri.EscapeDataString(person)}"));
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/" + Secret));
        Assert.Equal(HttpStatusCode.BadRequest, await site.StatusAsync($"/api/checks/{person[1..]}?brand=acme"));
        Assert.Equal(HttpStatusCode.BadRequest, await site.StatusAsync($"/api/checks/{person}%2F{person}?brand=acme"));
        using var wrong = new HttpRequestMessage(HttpMethod.Get, $"/api/checks/{person}?brand=acme");
        wrong.Headers.Add("x-api-key", WrongKey);
        using var refused = await site.Http.SendAsync(wrong, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var unsigned = new FormUrlEncodedContent([new("MessageSid", "SM1"), new("From", person), new("Body", Texted)]);
        using var forbidden = await site.Http.PostAsync("/api/twilio/messages", unsigned, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }
}
