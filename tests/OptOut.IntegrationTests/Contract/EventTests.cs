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
            Event("com.twilio.messaging.message.delivered", kept),
            Event(EventStream.ReassignedNumber, gone),
            Event(EventStream.ReassignedNumber, other),
            Event(EventStream.ReassignedNumber, kept, reassigned: false),
            Event(EventStream.ReassignedNumber, kept, account: OtherAccount)
        );
        Expect(204, await PostAsync(batch));
        Expect(204, await PostAsync(batch));
        Assert.Equal("number-reassigned", (await CheckAsync(gone)).Reason);
        Assert.True((await CheckAsync(kept)).Allowed);
        Assert.Equal(["consented", "number-reassigned"], await EventTypesAsync(gone));
        // A recipient who is unknown to the account is not stored.
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
        Expect(
            200,
            await RawAsync(
                HttpMethod.Post,
                "/local/twilio/deactivations",
                new StringContent($"{gone[1..]}\n{stranger[1..]}\nnonsense\n"),
                key: null
            )
        );
        Assert.Equal("number-reassigned", (await CheckAsync(gone)).Reason);
        Assert.Empty(await EventTypesAsync(stranger));
    }

    [Fact]
    public async Task Rule36_a_batch_as_large_as_64_KiB_is_taken_whole_and_a_larger_one_not_read()
    {
        var known = new[] { Number(), Number(), Number() };
        foreach (var person in known)
        {
            await ConsentAsync(person);
        }

        // The first, the last, and one between unknown types.
        var batch = new JsonArray(Event(EventStream.ReassignedNumber, known[0]));
        while (Size(batch) < 31 * 1024)
        {
            batch.Add(Event(EventStream.ReassignedNumber, Number()));
        }

        batch.Add(Event(EventStream.ReassignedNumber, known[1]));
        while (Size(batch) < 62 * 1024)
        {
            batch.Add(Event("com.twilio.messaging.message.sent", known[2]));
        }

        var last = Event(EventStream.ReassignedNumber, known[2]);
        batch.Add(last);
        last["data"]!["padding"] = new string('x', (64 * 1024) - Size(batch) - ",\"padding\":\"\"".Length);
        Assert.Equal(64 * 1024, Size(batch));
        // What a busy host does not manage within Twilio's five seconds is 503, and Twilio brings the batch again.
        Answer taken = null!;
        await Until.AsyncIs(async () => (taken = await PostAsync(batch)).Status != 503, 60, "it is not taken");
        Expect(204, taken);
        foreach (var person in known)
        {
            Assert.Equal("number-reassigned", (await CheckAsync(person)).Reason);
        }

        last["data"]!["padding"] = last["data"]!["padding"]!.GetValue<string>() + "x";
        ExpectProblem(413, await PostAsync(batch));
    }

    [Theory]
    [InlineData("com.twilio.messaging.message.delivered")]
    [InlineData("com.twilio.eventstreams.test-event")]
    [InlineData("com.example.of.tomorrow")]
    [InlineData("")]
    public async Task What_a_type_that_is_unknown_carries_is_nobodys_business(string type)
    {
        var person = Number();
        await ConsentAsync(person);
        var odd = Event(type, person);
        odd["data"]!["nested"] = new JsonObject { ["to_number"] = person, ["list"] = new JsonArray(1, null, "x", new JsonArray()) };
        foreach (var data in new[] { "account_sid", "accountSid", "AccountSid", "accountsid" })
        {
            var one = odd.DeepClone().AsObject();
            one["data"]!.AsObject().Remove("account_sid");
            one["data"]![data] = Account;
            Expect(204, await PostAsync(new JsonArray(one)));
        }

        Assert.True((await CheckAsync(person)).Allowed);
        Assert.Equal(["consented"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Events_count_only_with_the_hash_of_the_body_in_the_signed_query()
    {
        var person = Number();
        await ConsentAsync(person);
        var batch = new JsonArray(Event(EventStream.ReassignedNumber, person));
        var bytes = Encoding.UTF8.GetBytes(batch.ToJsonString());
        var (url, signature) = TwilioSigner.SignJson(Base + EventsPath, bytes, Token);
        // Without the hash, though that URL is signed rightly; with the hash of another body; with another URL's signature; twice.
        ExpectProblem(403, await SendAsync(bytes, EventsPath, TwilioSigner.Sign(Base + EventsPath, [], Token)));
        var (otherUrl, otherSignature) = TwilioSigner.SignJson(Base + EventsPath, "[]"u8, Token);
        ExpectProblem(403, await SendAsync(bytes, otherUrl[Base.Length..], otherSignature));
        ExpectProblem(403, await SendAsync(bytes, url[Base.Length..], otherSignature));
        ExpectProblem(403, await SendAsync(bytes, url[Base.Length..], signature, signature));
        ExpectProblem(403, await SendAsync(bytes, url[Base.Length..]));
        Assert.True((await CheckAsync(person)).Allowed);
        // The second token of a rotation, and a sink whose URL has a query of its own.
        var (own, next) = TwilioSigner.SignJson(Base + EventsPath + "?sink=1", bytes, "contract-token-next");
        Expect(204, await SendAsync(bytes, own[Base.Length..], next));
        Assert.Equal("number-reassigned", (await CheckAsync(person)).Reason);
    }

    [Fact]
    public async Task Rule36_a_daily_list_that_breaks_off_is_taken_whole_by_the_next_run()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var (first, second) = (Number(), Number());
        foreach (var person in new[] { first, second })
        {
            var consent = Consent(person, "acme", "reminders");
            consent["obtainedAt"] = Time(TimeSpan.FromDays(-3));
            Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey));
        }

        Expect(
            200,
            await RawAsync(
                HttpMethod.Put,
                "/local/faults",
                new StringContent("""{"faults":[{"fault":"deactivations-broken","times":1}]}""", Encoding.UTF8, "application/json"),
                key: null
            )
        );
        Expect(
            500,
            await RawAsync(HttpMethod.Post, "/local/twilio/deactivations", new StringContent($"{first[1..]}\n{second[1..]}\n"), key: null)
        );
        Expect(200, await RawAsync(HttpMethod.Post, "/local/twilio/deactivations", new StringContent(""), key: null));
        Assert.Equal("number-reassigned", (await CheckAsync(first)).Reason);
        Assert.Equal("number-reassigned", (await CheckAsync(second)).Reason);
        Assert.Equal(["consented", "number-reassigned"], await EventTypesAsync(first));
    }

    private static int Size(JsonNode batch) => Encoding.UTF8.GetByteCount(batch.ToJsonString());

    private async Task<Answer> SendAsync(byte[] body, string path, params string[] signatures)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostSignedAsync(path, content, signatures);
    }

    private static JsonObject Event(string type, string number, bool reassigned = true, string account = Account) =>
        new()
        {
            ["specversion"] = "1.0",
            ["type"] = type,
            ["source"] = "AB00000000000000000000000001",
            ["id"] = NewSid("EZ"),
            ["data"] = new JsonObject
            {
                ["account_sid"] = account,
                ["to_number"] = number,
                ["is_reassigned"] = reassigned,
                ["timestamp"] = Time(TimeSpan.Zero),
            },
        };

    private async Task<Answer> PostAsync(JsonNode batch, string token = Token, JsonNode? sent = null)
    {
        var (url, signature) = TwilioSigner.SignJson(Base + EventsPath, Encoding.UTF8.GetBytes(batch.ToJsonString()), token);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes((sent ?? batch).ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostSignedAsync(url[Base.Length..], content, signature);
    }
}
