using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary><c>POST /api/checks</c>: results in order, and a bad item is its own result.</summary>
public sealed class BatchTests(Head head) : ContractTest(head)
{
    private Task<Answer> BatchAsync(string checks, string key = ReadKey) =>
        RawAsync(HttpMethod.Post, "/api/checks", new StringContent($$"""{"checks":{{checks}}}""", Encoding.UTF8, "application/json"), key);

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_with_their_references()
    {
        var people = Enumerable.Range(0, 1000).Select(_ => Number()).ToArray();
        await ConsentAsync(people[500]);
        var checks = new JsonArray([
            .. people.Select(
                (p, i) =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["reference"] = $"r{i}",
                            ["recipient"] = p,
                            ["brand"] = "acme",
                            ["campaign"] = "reminders",
                        }
            ),
        ]);
        var results = Expect(200, await BatchAsync(checks.ToJsonString())).Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(
            people.Select((p, i) => ($"r{i}", p, i == 500)),
            results.Select(r =>
                (r.GetProperty("reference").GetString()!, r.GetProperty("recipient").GetString()!, r.GetProperty("allowed").GetBoolean())
            )
        );
    }

    [Theory]
    [InlineData("""{"recipient":"4155552671","brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"recipient":null,"brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"recipient":14155552671,"brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"recipient":["+14155552671"],"brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"recipient":"+14155552671","campaign":"reminders"}""", "brand")]
    [InlineData("""{"recipient":"+14155552671","brand":"nobody","campaign":"reminders"}""", "brand")]
    [InlineData("""{"recipient":"+14155552671","brand":"other"}""", "brand")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"nope"}""", "campaign")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","kind":"marketing"}""", "kind")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","kind":3}""", "kind")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","kind":"reply"}""", "sender")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","sender":"+14155550170"}""", "sender")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","reserve":"yes"}""", "reserve")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","frob":1}""", "frob")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","campaign":"reminders","Kind":"campaign"}""", "Kind")]
    [InlineData("""{"recipient":"+14155552671","recipient":"+14155552672","brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("""{"recipient":"+1415555\ud800","brand":"acme","campaign":"reminders"}""", "recipient")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("\"+14155552671\"", "$")]
    public async Task A_bad_item_is_invalid_names_its_field_and_fails_nothing_else(string item, string field)
    {
        var person = Number();
        var answer = Expect(200, await BatchAsync($$"""[{{item}},{"recipient":"{{person}}","brand":"acme","campaign":"reminders"}]"""));
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal((false, "invalid"), (results[0].GetProperty("allowed").GetBoolean(), results[0].GetProperty("reason").GetString()));
        Assert.Equal(field, Assert.Single(results[0].GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal("no-consent", results[1].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"all\"")]
    public async Task Checks_that_are_no_list_are_400(string checks)
    {
        ExpectProblem(400, await BatchAsync(checks), "checks");
    }

    [Fact]
    public async Task More_than_a_thousand_are_400()
    {
        ExpectProblem(400, await BatchAsync($"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]"), "checks");
    }

    [Fact]
    public async Task A_reservation_needs_a_key_that_writes()
    {
        ExpectProblem(403, await BatchAsync($$"""[{"recipient":"{{Number()}}","brand":"acme","campaign":"reminders","reserve":true}]"""));
    }
}
