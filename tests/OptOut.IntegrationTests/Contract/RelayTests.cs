using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using StandardWebhooks;

namespace OptOut.IntegrationTests;

/// <summary>A head that tells Twilio and two receivers of webhooks what happens.</summary>
public sealed class RelayingHead : IAsyncLifetime
{
    internal const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        NextSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    internal Receiver Good { get; } = new();

    internal Receiver Bad { get; } = new() { Answers = HttpStatusCode.InternalServerError };

    internal Head Head { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Head = new Head(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OptOut__Accounts__0__SyncToTwilio"] = "OptOuts",
                ["OptOut__Accounts__0__Webhooks__0__Url"] = Good.Url,
                ["OptOut__Accounts__0__Webhooks__0__Secret"] = $"{NextSecret} {Secret}",
                ["OptOut__Accounts__0__Webhooks__1__Url"] = Bad.Url,
                ["OptOut__Accounts__0__Webhooks__1__Secret"] = Secret,
                ["LocalHost__FollowUps__Due"] = "00:00:00.5",
                ["LocalHost__FollowUps__HandedOver"] = "00:00:02",
            }
        );
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Head.DisposeAsync();
        Good.Dispose();
        Bad.Dispose();
    }
}

/// <summary>Rules 40 and 43: what others are told.</summary>
public sealed partial class RelayTests(RelayingHead relaying) : ContractTest(relaying.Head), IClassFixture<RelayingHead>
{
    /// <summary>
    /// Seconds. Where Twilio or a receiver failed, follow-ups come again with growing pauses; a failing post that a busy machine makes last
    /// for a second costs its receiver a pause of 15.
    /// </summary>
    private const double Patience = 60;

    [Theory]
    [InlineData("web", "website")]
    [InlineData("phone", "offline")]
    [InlineData("email", "others")]
    public async Task Rule40_an_opt_out_that_Twilio_does_not_know_reaches_its_list_once_a_sender(string source, string atTwilio)
    {
        var person = Number();
        var said = new JsonObject
        {
            ["brand"] = "acme",
            ["reason"] = "Said so.",
            ["source"] = source,
        };
        Expect(200, await ApiAsync(HttpMethod.Put, $"/api/suppressions/{Uri.EscapeDataString(person)}", said));
        // The simulated Twilio enters one after another.
        await Until.AsyncIs(async () => (await ConsentsAsync(person)).Length >= 4, Patience, "it has not come");
        var listed = await ConsentsAsync(person);
        Assert.Equal(
            [Acme, AcmeByTwilio, AcmeTollFree, AcmeService],
            listed.Select(c => c.GetProperty("sender").GetString()!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.All(
            listed,
            c =>
                Assert.Equal(
                    ("opt-out", atTwilio, 32),
                    (
                        c.GetProperty("status").GetString(),
                        c.GetProperty("source").GetString(),
                        c.GetProperty("correlationId").GetString()!.Length
                    )
                )
        );
    }

    [Fact]
    public async Task Rule40_a_text_is_confirmed_before_Twilio_is_told_and_what_Twilio_answered_it_knows()
    {
        var (texted, handled) = (Number(), Number());
        await TextAsync(handled, "STOP", AcmeByTwilio);
        var answered = Stopwatch.StartNew();
        await TextAsync(texted, "STOP");
        await Until.AsyncIs(async () => (await ConsentsAsync(handled)).Length > 0, Patience, "it has not come");
        Assert.DoesNotContain(await ConsentsAsync(handled), c => c.GetProperty("sender").GetString() == AcmeByTwilio);
        // Twilio would refuse a confirmation that it has not made into a message yet.
        await Until.AsyncIs(async () => (await ConsentsAsync(texted)).Length > 0, Patience, "it has not come");
        Assert.True(answered.Elapsed >= TimeSpan.FromSeconds(2), $"Twilio was told {answered.Elapsed} after the text.");
    }

    [Fact]
    public async Task Rule40_a_campaigns_own_opt_out_is_not_for_Twilio()
    {
        var (one, all) = (Number(), Number());
        var path = $"/api/suppressions/{Uri.EscapeDataString(one)}";
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                path,
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["campaign"] = "offers",
                    ["reason"] = "Said so.",
                    ["source"] = "web",
                }
            )
        );
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{Uri.EscapeDataString(all)}",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["reason"] = "Said so.",
                    ["source"] = "web",
                }
            )
        );
        await Until.AsyncIs(async () => (await ConsentsAsync(all)).Length > 0, Patience, "it has not come");
        Assert.Empty(await ConsentsAsync(one));
    }

    [Fact]
    public async Task Rule40_a_scheduled_message_is_cancelled_by_an_opt_out_and_by_one_that_was_there_before()
    {
        var person = Number();
        await ConsentAsync(person);
        await ScheduleAsync(person);
        Assert.True((await CheckAsync(person)).Allowed);
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{Uri.EscapeDataString(person)}",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["reason"] = "Said so.",
                    ["source"] = "web",
                }
            )
        );
        await Until.AsyncIs(
            async () => (await EventTypesAsync(person)).Contains("send-recalled", StringComparer.Ordinal),
            Patience,
            "it has not come"
        );
        await ScheduleAsync(person);
        await Until.AsyncIs(async () => (await EventTypesAsync(person)).Count(t => t == "send-recalled") == 2, Patience, "it has not come");
        var bad = Scheduled(person);
        bad.Remove("sendAt");
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, "/api/sends", bad), "sendAt");
    }

    [Fact]
    public async Task Rule43_each_event_is_posted_in_order_signed_by_every_secret_and_a_broken_receiver_holds_nobody_up()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOP");
        await TextAsync(person, "START");
        await Until.AsyncIs(
            () => Task.FromResult(relaying.Good.TypesFor(person).Contains("optout.opted-in.v1", StringComparer.Ordinal)),
            Patience,
            "it has not come"
        );
        Assert.Equal(
            ["optout.consented.v1", "optout.opted-out.v1", "optout.opted-in.v1"],
            relaying.Good.TypesFor(person).Distinct(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        var (headers, body) = relaying.Good.Taken.First(t => t.Body.Contains(person[1..], StringComparison.Ordinal));
        Assert.Equal(JsonDocument.Parse(body).RootElement.GetProperty("id").GetString(), headers["webhook-id"]);
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal(
            new[] { RelayingHead.NextSecret, RelayingHead.Secret }.Select(s =>
                new StandardWebhook(s).Sign(headers["webhook-id"], sentAt, body)
            ),
            headers["webhook-signature"].Split(' '),
            StringComparer.Ordinal
        );
        // The other receiver gets the first again and again, and nothing before it is taken.
        await Until.AsyncIs(() => Task.FromResult(relaying.Bad.TypesFor(person).Length > 1), Patience, "it has not come");
        Assert.Equal(["optout.consented.v1"], relaying.Bad.TypesFor(person).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Rule43_the_official_library_of_another_language_takes_each_signature_and_nothing_that_was_changed()
    {
        var person = Number();
        await ConsentAsync(person);
        await Until.AsyncIs(() => Task.FromResult(relaying.Good.TypesFor(person).Length > 0), Patience, "it has not come");
        var (headers, body) = relaying.Good.Taken.First(t => t.Body.Contains(person[1..], StringComparison.Ordinal));
        Task<string> VerifyAsync(string secret, string text) =>
            NodePeers.ScriptAsync(
                "verify-webhook.mjs",
                JsonSerializer.Serialize(
                    new
                    {
                        secret,
                        headers,
                        body = text,
                    }
                )
            );
        Assert.Equal("taken", await VerifyAsync(RelayingHead.Secret, body));
        Assert.Equal("taken", await VerifyAsync(RelayingHead.NextSecret, body));
        Assert.StartsWith("refused", await VerifyAsync(RelayingHead.Secret, body + " "), StringComparison.Ordinal);
        Assert.StartsWith("refused", await VerifyAsync("whsec_" + Convert.ToBase64String(new byte[24]), body), StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> ConsentsAsync(string person) =>
        [
            .. Expect(200, await RawAsync(HttpMethod.Get, "/local/twilio/consents", null, key: null))
                .Json.GetProperty("consents")
                .EnumerateArray()
                .Where(c => c.GetProperty("recipient").GetString() == person),
        ];

    private async Task ScheduleAsync(string person) =>
        Expect(204, await ApiAsync(HttpMethod.Post, "/api/sends", Scheduled(person), WriteKey));

    private static JsonObject Scheduled(string person) => Send(person, ("status", "scheduled"), ("sendAt", Time(TimeSpan.FromHours(3))));
}
