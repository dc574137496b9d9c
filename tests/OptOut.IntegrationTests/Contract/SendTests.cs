using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 28 and 30 over HTTP: sends, preferences, frequency, reservations.</summary>
public sealed class SendTests(Head head) : ContractTest(head)
{
    private Task<Answer> PreferAsync(string person, string frequency, string? proof = null)
    {
        var body = new JsonObject { ["brand"] = "acme", ["frequency"] = JsonNode.Parse(frequency) };
        if (proof is not null)
        {
            body["source"] = "agent";
            body["proof"] = new JsonObject { ["reference"] = proof };
        }

        return ApiAsync(HttpMethod.Put, $"/api/recipients/{person}/preferences", body, WriteKey);
    }

    [Fact]
    public async Task A_send_is_recorded_once_per_MessageSid()
    {
        var (person, send) = (Number(), Send(Number()));
        send["recipient"] = person;
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostSendAsync((JsonObject)send.DeepClone())));
        Assert.All(answers, a => Assert.Equal(204, a.Status));
        Assert.Equal(["send-recorded"], await EventTypesAsync(person));
    }

    [Theory]
    [InlineData("recipient", "\"5\"")]
    [InlineData("kind", "null")]
    [InlineData("kind", "\"blast\"")]
    [InlineData("campaign", "\"nope\"")]
    [InlineData("campaign", "null")]
    [InlineData("messageSid", "null")]
    [InlineData("messageSid", "\"\"")]
    [InlineData("sentAt", "null")]
    [InlineData("sentAt", "\"2999-01-01T00:00:00Z\"")]
    [InlineData("fulfilled[0]", "[\"politeness\"]")]
    [InlineData("cost", "1")]
    public async Task What_is_wrong_with_a_send_is_named(string field, string value)
    {
        var send = Send(Number());
        send[field.Split('[')[0]] = JsonNode.Parse(value);
        ExpectProblem(400, await PostSendAsync(send), field);
    }

    [Fact]
    public async Task A_preference_limits_what_was_recorded_and_may_change_without_a_new_consent()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(200, await PreferAsync(person, """{"max":2,"per":"P1D"}"""));
        await PostSendAsync(Send(person));
        Assert.True((await CheckAsync(person)).Allowed);
        await PostSendAsync(Send(person));
        Assert.Equal("frequency-exceeded", (await CheckAsync(person)).Reason);
        ExpectProblem(400, await PreferAsync(person, """{"max":3,"per":"P1D"}"""), "source", "proof");
        Expect(200, await PreferAsync(person, """{"max":3,"per":"P1D"}""", proof: "chat-7"));
        Assert.True((await CheckAsync(person)).Allowed);
    }

    [Fact]
    public async Task Sends_outside_the_period_do_not_count()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(200, await PreferAsync(person, """{"max":1,"per":"PT1H"}"""));
        var earlier = Send(person);
        earlier["sentAt"] = Time(TimeSpan.FromMinutes(-61));
        await PostSendAsync(earlier);
        Assert.True((await CheckAsync(person)).Allowed);
    }

    [Fact]
    public async Task A_reservation_lets_only_one_of_several_workers_be_first()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(200, await PreferAsync(person, """{"max":1,"per":"P1D"}"""));
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    CheckBatchAsync(
                        new JsonObject
                        {
                            ["recipient"] = person,
                            ["brand"] = "acme",
                            ["campaign"] = "reminders",
                            ["reserve"] = true,
                        }
                    )
                )
        );
        Assert.Equal(1, asked.Count(a => a.Allowed));
        Assert.All(asked.Where(a => !a.Allowed), a => Assert.Equal("frequency-exceeded", a.Reason));
    }

    [Theory]
    [InlineData("frequency.max", """{"per":"P1D"}""")]
    [InlineData("frequency.max", """{"max":-1,"per":"P1D"}""")]
    [InlineData("frequency.max", """{"max":1.5,"per":"P1D"}""")]
    [InlineData("frequency.per", """{"max":1}""")]
    [InlineData("frequency.per", """{"max":1,"per":"P0D"}""")]
    [InlineData("frequency.per", """{"max":1,"per":"-P1D"}""")]
    public async Task What_is_wrong_with_a_preference_is_named(string field, string frequency)
    {
        ExpectProblem(400, await PreferAsync(Number(), frequency), field);
    }

    [Fact]
    public async Task A_preference_that_is_missing_clears_nothing()
    {
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Put, $"/api/recipients/{Number()}/preferences", new JsonObject { ["brand"] = "acme" }, WriteKey),
            "frequency"
        );
    }
}
