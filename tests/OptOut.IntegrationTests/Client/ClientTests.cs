using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.Client;

namespace OptOut.IntegrationTests;

/// <summary>The client against a real host, and against servers that fail it: whatever is not a clear yes sends nothing.</summary>
public sealed class ClientTests(ApiHost host)
{
    /// <summary>
    /// Longer than an answer of the host takes on a busy machine. One try gets a third of it, and the circuit breaker allows it 15 s at
    /// most.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(42);

    [Fact]
    public async Task A_message_that_may_be_sent_is_sent_and_recorded_with_the_obligations_that_its_text_met()
    {
        using var account = host.NewAccount();
        var person = ApiClient.Number(1);
        await account.ConsentAsync(person, "news", TimeProvider.System.GetUtcNow());
        await using var services = Services(host.Address, account.Key());
        var check = new CheckRequest(person)
        {
            Campaign = "news",
            Body = "acme: our news. Reply STOP to unsubscribe.",
            Reserve = true,
        };

        var first = await services
            .GetRequiredService<SendGuard>()
            .SendAsync(check, (_, _) => Task.FromResult(Sid(1)), cancellation: TestContext.Current.CancellationToken);
        var next = await services
            .GetRequiredService<OptOutClient>()
            .CheckAsync(check with { Body = null }, TestContext.Current.CancellationToken);

        Assert.True(first is { Sent: true, Recorded: true, Check.Reason: "consented" });
        Assert.Contains("opt-out-language", first.Check.Obligations, StringComparer.Ordinal);
        Assert.DoesNotContain("opt-out-language", next.Obligations, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_used_in_time_or_not_at_all_and_comes_back_as_proof()
    {
        using var account = host.NewAccount();
        var person = ApiClient.Number(8);
        await account.ConsentAsync(person, "news", TimeProvider.System.GetUtcNow());
        await using var services = Services(host.Address, account.Key());
        var guard = services.GetRequiredService<SendGuard>();
        var check = new CheckRequest(person) { Campaign = "news" };
        var answer = await services.GetRequiredService<OptOutClient>().CheckAsync(check, TestContext.Current.CancellationToken);
        Assert.NotNull(answer.Decision);

        var late = await guard.SendAsync(
            check,
            answer with
            {
                ValidUntil = TimeProvider.System.GetUtcNow(),
            },
            (_, _) => throw new InvalidOperationException("must not be sent"),
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.True(late is { Sent: false, Check: { Allowed: false, Reason: CheckResult.Expired } });

        var sent = await guard.SendAsync(
            check,
            answer,
            (_, _) => Task.FromResult(Sid(8)),
            ["opt-out-language"],
            TestContext.Current.CancellationToken
        );
        Assert.True(sent is { Sent: true, Recorded: true });
        var history = await account.GetTextAsync($"/api/recipients/{Uri.EscapeDataString(person)}/history?brand=acme", "application/json");
        Assert.Contains("\"decision\":{\"id\":", history, StringComparison.Ordinal);
        Assert.DoesNotContain("\"violation\"", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule21_a_guarded_send_that_does_not_reconfirm_an_old_consent_still_owes_it_afterwards()
    {
        using var account = host.NewAccount();
        var person = ApiClient.Number(10);
        await account.ConsentAsync(person, "news", TimeProvider.System.GetUtcNow().AddDays(-40));
        await using var services = Services(host.Address, account.Key());
        var (guard, client) = (services.GetRequiredService<SendGuard>(), services.GetRequiredService<OptOutClient>());
        var check = new CheckRequest(person) { Campaign = "news", Body = "acme: sale! Reply STOP to unsubscribe." };

        async Task<bool> OwesAsync() =>
            (await client.CheckAsync(check with { Body = null }, TestContext.Current.CancellationToken)).Obligations.Contains(
                "reconfirm-consent",
                StringComparer.Ordinal
            );
        Task<GuardedSend> SendAsync(CheckRequest what, int n) =>
            guard.SendAsync(what, (_, _) => Task.FromResult(Sid(n)), cancellation: TestContext.Current.CancellationToken);

        // With its text at hand the guard does not send it.
        var refused = await SendAsync(check, 10);
        Assert.Equal((false, "obligations-unmet"), (refused.Sent, refused.Check.Reason));
        Assert.Contains(refused.Check.Findings ?? [], f => f.Type == "missing-reconfirmation");
        Assert.True(await OwesAsync());

        // Without it, it goes out, and nothing is claimed that nobody looked at.
        Assert.True(await SendAsync(check with { Body = null }, 11) is { Sent: true, Recorded: true });
        Assert.True(await OwesAsync());

        Assert.True(
            await SendAsync(check with { Body = "acme: you signed up for our news. Still want it? Reply STOP to unsubscribe." }, 12)
                is { Sent: true, Recorded: true }
        );
        Assert.False(await OwesAsync());
    }

    [Fact]
    public async Task Rule23_a_message_for_later_is_checked_for_later_and_reported_as_one_that_waits()
    {
        using var account = host.NewAccount();
        var person = ApiClient.Number(9);
        await account.ConsentAsync(person, "news", TimeProvider.System.GetUtcNow());
        await using var services = Services(host.Address, account.Key());
        var at = TimeProvider.System.GetUtcNow().AddDays(2);
        var check = new CheckRequest(person) { Campaign = "news", At = at };

        var answer = await services.GetRequiredService<OptOutClient>().CheckAsync(check, TestContext.Current.CancellationToken);
        Assert.True(answer is { Allowed: true } && answer.ValidUntil > at, answer.Reason);
        Assert.Equal(
            "invalid",
            (
                await services
                    .GetRequiredService<OptOutClient>()
                    .CheckAsync(check with { At = at.AddDays(6) }, TestContext.Current.CancellationToken)
            ).Reason
        );

        var kept = await services
            .GetRequiredService<SendGuard>()
            .SendAsync(check, answer, (_, _) => Task.FromResult(Sid(9)), cancellation: TestContext.Current.CancellationToken);
        Assert.True(kept is { Sent: true, Recorded: true });
        var history = await account.GetTextAsync($"/api/recipients/{Uri.EscapeDataString(person)}/history?brand=acme", "application/json");
        Assert.Contains($"\"sendAt\":\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_to_somebody_who_opted_out_or_never_consented_or_with_a_text_that_owes_something()
    {
        using var account = host.NewAccount();
        var (stopped, consented) = (ApiClient.Number(2), ApiClient.Number(3));
        await account.ConsentAsync(stopped, "news", TimeProvider.System.GetUtcNow());
        await account.SuppressAsync(stopped);
        await account.ConsentAsync(consented, "news", TimeProvider.System.GetUtcNow());
        await using var services = Services(host.Address, account.Key());
        var guard = services.GetRequiredService<SendGuard>();

        async Task<string> ReasonAsync(CheckRequest check) =>
            (
                await guard.SendAsync(
                    check,
                    (_, _) => throw new InvalidOperationException("must not be sent"),
                    cancellation: TestContext.Current.CancellationToken
                )
            )
                .Check
                .Reason;

        Assert.Equal("opted-out", await ReasonAsync(new CheckRequest(stopped) { Campaign = "news" }));
        Assert.Equal("no-consent", await ReasonAsync(new CheckRequest(ApiClient.Number(4)) { Campaign = "news" }));
        Assert.Equal("obligations-unmet", await ReasonAsync(new CheckRequest(consented) { Campaign = "news", Body = "Our news." }));
        Assert.Equal("invalid", await ReasonAsync(new CheckRequest("nobody") { Campaign = "news" }));
    }

    [Fact]
    public async Task More_than_a_thousand_checks_are_answered_in_their_order()
    {
        using var account = host.NewAccount();
        await account.ConsentAsync(ApiClient.Number(1001), "news", TimeProvider.System.GetUtcNow());
        await using var services = Services(host.Address, account.Key("read"));

        var results = await services
            .GetRequiredService<OptOutClient>()
            .CheckAsync(
                [.. Enumerable.Range(0, 1005).Select(i => new CheckRequest(ApiClient.Number(i)) { Campaign = "news" })],
                TestContext.Current.CancellationToken
            );

        Assert.Equal([1001], results.Select((r, i) => (r, i)).Where(x => x.r.Allowed).Select(x => x.i));
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "not json")]
    [InlineData(200, """{"results":[{"reference":"7","allowed":true,"reason":"consented"}]}""")]
    [InlineData(200, """{"results":[{"reference":"0","allowed":true}]}""")]
    [InlineData(
        200,
        """{"results":[{"reference":"0","allowed":true,"reason":"consented"},{"reference":"0","allowed":true,"reason":"consented"}]}"""
    )]
    [InlineData(401, "")]
    [InlineData(403, """{"allowed":true}""")]
    [InlineData(503, """{"results":[{"reference":"0","allowed":true,"reason":"consented"}]}""")]
    public async Task Any_doubt_about_the_answer_denies(int status, string body)
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });
        // A 503 is tried again, and the pauses between the tries are parts of the time-out.
        await using var services = Services(new Uri(server.Urls.Single()), "key", o => o.Timeout = TimeSpan.FromSeconds(5));

        var denied = await services
            .GetRequiredService<OptOutClient>()
            .CheckAsync(new CheckRequest(ApiClient.Number(5)), TestContext.Current.CancellationToken);

        Assert.True(denied is { Allowed: false, Reason: CheckResult.Unavailable, Detail: not null });
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_denies()
    {
        await using var server = await ServeAsync(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)
        );
        await using var services = Services(new Uri(server.Urls.Single()), "key", o => o.Timeout = TimeSpan.FromMilliseconds(200));

        Assert.Equal(
            CheckResult.Unavailable,
            (
                await services
                    .GetRequiredService<OptOutClient>()
                    .CheckAsync(new CheckRequest(ApiClient.Number(6)), TestContext.Current.CancellationToken)
            ).Reason
        );
    }

    [Fact]
    public async Task A_message_that_went_out_but_was_not_recorded_says_so()
    {
        await using var server = await ServeAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Path == "/api/checks" ? 200 : (int)HttpStatusCode.BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"results":[{"reference":"0","allowed":true,"reason":"consented"}]}""");
        });
        await using var services = Services(new Uri(server.Urls.Single()), "key");

        var sent = await services
            .GetRequiredService<SendGuard>()
            .SendAsync(
                new CheckRequest(ApiClient.Number(7)),
                (_, _) => Task.FromResult(Sid(7)),
                cancellation: TestContext.Current.CancellationToken
            );

        Assert.True(sent is { Sent: true, Recorded: false });
    }

    [Fact]
    public void A_wrong_option_is_named()
    {
        using var services = new ServiceCollection().Also(s => s.AddOptOutClient(o => o.ApiKey = "key")).BuildServiceProvider();

        Assert.Contains(
            "BaseAddress",
            Assert.ThrowsAny<Exception>(services.GetRequiredService<OptOutClient>).Message,
            StringComparison.Ordinal
        );
    }

    private static ServiceProvider Services(Uri address, string key, Action<OptOutClientOptions>? more = null) =>
        new ServiceCollection()
            .Also(s =>
                s.AddOptOutClient(o =>
                {
                    (o.BaseAddress, o.ApiKey, o.Brand, o.Timeout) = (address, key, "acme", Patience);
                    more?.Invoke(o);
                })
            )
            .BuildServiceProvider();

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string Sid(int n) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SM{n:x32}");
}

internal static class Fluent
{
    public static T Also<T>(this T value, Action<T> then)
    {
        then(value);
        return value;
    }
}
