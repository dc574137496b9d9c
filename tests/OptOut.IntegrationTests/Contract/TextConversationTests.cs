using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 11, 20 and 25: a conversation by text allows replies in it, and nothing else.</summary>
public sealed class TextConversationTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task A_message_opens_replies_by_its_sender_and_nothing_else()
    {
        var (person, sid) = (Number(), NewSid());
        await TextAsync(person, "What time do you close?", sid: sid);
        var reply = await CheckAsync(person, null, kind: "reply", sender: Acme);
        Assert.Equal("conversation", reply.Reason);
        Assert.Contains("stay-in-conversation", reply.Strings("obligations"), StringComparer.Ordinal);
        Assert.Contains("identify-sender", reply.Strings("obligations"), StringComparer.Ordinal);
        Assert.InRange(
            reply.Json.GetProperty("until").GetDateTimeOffset(),
            TimeProvider.System.GetUtcNow().AddHours(23),
            TimeProvider.System.GetUtcNow().AddHours(25)
        );
        Assert.Equal("no-consent", (await CheckAsync(person, null, kind: "reply", sender: AcmeByTwilio)).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person)).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person, kind: "informational")).Reason);
        var opened = Assert.Single(await HistoryAsync(person));
        Assert.Equal(sid, opened.GetProperty("proof").GetProperty("messageSid").GetString());
        Assert.Equal([opened.GetProperty("id").GetString()!], reply.Strings("evidence"));
    }

    [Fact]
    public async Task Its_messaging_service_may_reply_too()
    {
        var person = Number();
        await TextAsync(person, "hello", fields: ("MessagingServiceSid", AcmeService));
        Assert.True((await CheckAsync(person, null, kind: "reply", sender: AcmeService)).Allowed);
        Assert.True((await CheckAsync(person, null, kind: "reply", sender: Acme)).Allowed);
    }

    [Fact]
    public async Task An_opt_out_ends_it_and_a_later_message_opens_a_new_one()
    {
        var person = Number();
        await TextAsync(person, "hello");
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person, null, kind: "reply", sender: Acme)).Reason);
        await TextAsync(person, "one more question");
        Assert.Equal("conversation", (await CheckAsync(person, null, kind: "reply", sender: Acme)).Reason);
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        await TextAsync(person, "STOPALL");
        Assert.Equal("opted-out", (await CheckAsync(person, null, kind: "reply", sender: Acme)).Reason);
    }

    [Fact]
    public async Task A_reply_after_an_identified_one_need_not_identify_again()
    {
        var person = Number();
        await TextAsync(person, "hello");
        Expect(
            204,
            await ApiAsync(
                HttpMethod.Post,
                "/api/sends",
                new JsonObject
                {
                    ["recipient"] = person,
                    ["brand"] = "acme",
                    ["kind"] = "reply",
                    ["messageSid"] = NewSid(),
                    ["sentAt"] = Time(TimeSpan.Zero),
                    ["fulfilled"] = new JsonArray("identify-sender", "opt-out-language"),
                }
            )
        );
        Assert.Equal(["stay-in-conversation"], (await CheckAsync(person, null, kind: "reply", sender: Acme)).Strings("obligations"));
        await ConsentAsync(person);
        // A consent that is newer than the last time it was said: the next message says again how to stop (rule 25).
        Assert.Equal(["identify-sender", "opt-out-language"], (await CheckAsync(person)).Strings("obligations"));
    }

    [Theory]
    [InlineData("HELP")]
    [InlineData("STOP")]
    [InlineData("take me off your list")]
    public async Task A_keyword_or_a_revocation_opens_none(string body)
    {
        var person = Number();
        await TextAsync(person, body);
        Assert.False((await CheckAsync(person, null, kind: "reply", sender: Acme)).Allowed);
    }
}
