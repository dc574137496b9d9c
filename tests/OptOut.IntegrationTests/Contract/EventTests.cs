using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>Rule 36 by Twilio's ways: Event Streams and the daily list of deactivated numbers.</summary>
public sealed class EventTests(Head head) : ContractTest(head)
{
    private const string EventsPath = "/api/twilio/events";

    [Fact]
    public async Task Rule36_a_reassigned_number_of_a_batch_ends_its_consents()
    {
        var (gone, other, kept) = (Number(), Number(), Number());
        await ConsentAsync(gone);
        await ConsentAsync(kept);
        var batch = new JsonArray(
            Event("com.twilio.messaging.message.delivered", kept), Event(EventStream.ReassignedNumber, gone), Event(EventStream.ReassignedNumber, other),
            Event(EventStream.ReassignedNumber, kept, reassigned: false), Event(EventStream.ReassignedNumber, kept, account: OtherAccount));
        Expect(204, await PostAsync(batch));
        Expect(204, await PostAsync(batch));
        Assert.Equal("number-reassigned", (await CheckAsync(gone)).Reason);
        Assert.True((await CheckAsync(kept)).Allowed);
        Assert.Equal(["consented", "number-reassigned"], await EventTypesAsync(gone));
        // Whom the account never met is not kept.
        Assert.Empty(await EventTypesAsync(other));
    }

    [Fact]
    public async Task What_is_unknown_is_204_and_what_is_not_signed_403()
    {
        var person = Number();
        Expect(204, await PostAsync(new JsonArray(Event("com.twilio.something.new", person))));
        Expect(204, await PostAsync(Event("com.twilio.something.new", person)));
        var batch = new JsonArray(Event(EventStream.ReassignedNumber, person));
        ExpectProblem(403, await PostAsync(batch, token: OtherToken));
        ExpectProblem(403, await PostAsync(batch, sent: new JsonArray(Event(EventStream.ReassignedNumber, Number()))));
        ExpectProblem(403, await PostAsync(new JsonArray()));
        ExpectProblem(403, await PostAsync(new JsonArray(Event(EventStream.ReassignedNumber, person, account: NewSid("AC")))));
        Expect(405, await GetAsync(EventsPath, key: null));
    }

    [Fact]
    public async Task Rule36_the_daily_list_ends_consents_of_numbers_that_are_known()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var (gone, stranger) = (Number(), Number());
        var consent = Consent(gone, "acme", "reminders");
        consent["obtainedAt"] = Time(TimeSpan.FromDays(-3));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey));
        Expect(200, await RawAsync(HttpMethod.Post, "/local/twilio/deactivations", new StringContent($"{gone[1..]}\n{stranger[1..]}\nnonsense\n"), key: null));
        Assert.Equal("number-reassigned", (await CheckAsync(gone)).Reason);
        Assert.Empty(await EventTypesAsync(stranger));
    }

    private static JsonObject Event(string type, string number, bool reassigned = true, string account = Account) => new()
    {
        ["specversion"] = "1.0", ["type"] = type, ["source"] = "AB00000000000000000000000001", ["id"] = NewSid("EZ"),
        ["data"] = new JsonObject { ["account_sid"] = account, ["to_number"] = number, ["is_reassigned"] = reassigned, ["timestamp"] = Time(TimeSpan.Zero) },
    };

    private async Task<Answer> PostAsync(JsonNode batch, string token = Token, JsonNode? sent = null)
    {
        var (url, signature) = TwilioSigner.SignJson(Base + EventsPath, Encoding.UTF8.GetBytes(batch.ToJsonString()), token);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes((sent ?? batch).ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostSignedAsync(url[Base.Length..], content, signature);
    }
}
