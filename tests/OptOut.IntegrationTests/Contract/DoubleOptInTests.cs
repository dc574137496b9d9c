using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 15 and 22: a double opt-in is pending until YES, and asked for once.</summary>
public sealed class DoubleOptInTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task YES_confirms_it_once()
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, "NEWS")).Messages);
        Assert.Equal("consent-pending", (await CheckAsync(person, "news")).Reason);
        Assert.Equal(0, Expect(200, await TextAsync(person, "NEWS")).Messages);
        Assert.Equal("consent-pending", (await CheckAsync(person, "news", kind: "opt-in-request")).Reason);
        Assert.Equal(1, Expect(200, await TextAsync(person, "Yes.")).Messages);
        Assert.Equal("consented", (await CheckAsync(person, "news")).Reason);
    }

    [Fact]
    public async Task Exactly_one_opt_in_request_is_allowed_while_pending()
    {
        var person = Number();
        Assert.Equal("no-consent", (await CheckAsync(person, "survey", kind: "opt-in-request")).Reason);
        await ConsentAsync(person, "survey");
        Assert.Equal("opt-in-request", (await CheckAsync(person, "survey", kind: "opt-in-request")).Reason);
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    CheckBatchAsync(
                        new JsonObject
                        {
                            ["recipient"] = person,
                            ["brand"] = "acme",
                            ["campaign"] = "survey",
                            ["kind"] = "opt-in-request",
                            ["reserve"] = true,
                        }
                    )
                )
        );
        Assert.Equal(1, asked.Count(a => a.Allowed));
        Expect(204, await PostSendAsync(Send(person, ("campaign", "survey"), ("kind", "opt-in-request"))));
        Assert.Equal("consent-pending", (await CheckAsync(person, "survey", kind: "opt-in-request")).Reason);
        await TextAsync(person, "yes");
        Assert.Equal("consented", (await CheckAsync(person, "survey")).Reason);
    }

    [Fact]
    public async Task An_opt_out_ends_what_is_pending()
    {
        var person = Number();
        await TextAsync(person, "NEWS");
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person, "news", kind: "opt-in-request")).Reason);
        await TextAsync(person, "YES");
        Assert.NotEqual("consented", (await CheckAsync(person, "news")).Reason, StringComparer.Ordinal);
    }
}
