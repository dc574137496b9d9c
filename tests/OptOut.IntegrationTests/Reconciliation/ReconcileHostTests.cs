using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static OptOut.IntegrationTests.TwilioSide;

namespace OptOut.IntegrationTests;

/// <summary>Reconciliation on a real host, with messages whose webhook was never called.</summary>
public sealed class ReconcileHostTests(TwilioSide twilio) : IClassFixture<TwilioSide>
{
    private async Task ReconcileAsync() =>
        Assert.Equal(HttpStatusCode.NoContent, (await twilio.Http.PostAsync("/local/reconcile", null)).StatusCode);

    [Fact]
    public async Task A_STOP_that_never_reached_the_webhook_is_found_and_confirmed_once()
    {
        var person = Person();
        await ReconcileAsync();
        await twilio.FaultAsync(person, """{"fault":"webhook-lost","times":1}""");
        await twilio.Http.PostAsJsonAsync(
            "/local/messages",
            new
            {
                from = person,
                to = Number,
                body = "STOP",
            }
        );
        Assert.Empty(await twilio.HistoryAsync(person));
        await ReconcileAsync();
        await ReconcileAsync();

        Assert.Equal("opted-out", await twilio.CheckAsync(person, "brand=acme&campaign=reminders"));
        Assert.StartsWith(
            "rest ",
            Assert.Single(await UntilAsync(() => twilio.PhoneAsync(person), p => p.Length > 0)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_a_conversation_told_of_is_not_taken_again_from_the_log()
    {
        var person = Person();
        var opened = await (
            await twilio.Http.PostAsJsonAsync("/local/conversations", new { from = person, to = Number })
        ).Content.ReadFromJsonAsync<JsonElement>();
        await twilio.Http.PostAsJsonAsync(
            $"/local/conversations/{opened.GetProperty("conversationSid").GetString()}/messages",
            new { author = "recipient", body = "hello" }
        );
        await ReconcileAsync();

        Assert.Equal(["conversation-opened"], await twilio.TypesAsync(person));
    }
}
