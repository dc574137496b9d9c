using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Ten sends, four of them wrong in four ways.</summary>
public abstract class TenSendsTest(Head head) : ContractTest(head)
{
    private async Task SentAsync(string person, string? decision = null)
    {
        Expect(204, await PostSendAsync(Send(person, ("decision", decision))));
    }

    private async Task<string> DecisionAsync(string person) => (await CheckAsync(person)).Json.GetProperty("decision").GetString()!;

    /// <summary>
    /// Six people to whom all is right, and four to whom a message went out that no check would have allowed: by person, why.
    /// </summary>
    protected async Task<IReadOnlyDictionary<string, string>> TenSendsAsync()
    {
        for (var i = 0; i < 6; i++)
        {
            var fine = Number();
            await ConsentAsync(fine);
            await SentAsync(fine, await DecisionAsync(fine));
        }

        var (stopped, never, other, often) = (Number(), Number(), Number(), Number());
        await ConsentAsync(stopped);
        await TextAsync(stopped, "STOP");
        await SentAsync(stopped);
        await SentAsync(never);
        await ConsentAsync(other);
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Post,
                $"/api/recipients/{other}/reassigned",
                new JsonObject { ["at"] = Time(TimeSpan.Zero), ["source"] = "list" },
                WriteKey
            )
        );
        await SentAsync(other);
        await ConsentAsync(often);
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/recipients/{often}/preferences",
                new JsonObject { ["brand"] = "acme", ["frequency"] = JsonNode.Parse("""{"max":1,"per":"P1D"}""") },
                WriteKey
            )
        );
        await SentAsync(often);
        await SentAsync(often);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [stopped] = "opted-out",
            [never] = "no-consent",
            [other] = "number-reassigned",
            [often] = "frequency-exceeded",
        };
    }
}
