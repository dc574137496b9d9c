using System.Text.Json;

namespace OptOut.Tests;

/// <summary>Rule 34: what subscribers get verifies by itself, so each of them is a witness.</summary>
public sealed class WitnessTests
{
    [Fact]
    public async Task Rule34_events_on_the_topic_carry_their_hashes_and_are_a_chain_that_verifies()
    {
        var person = new Recipient();
        person.Consents();
        person.Texts("STOP");
        person.Texts("START");
        var published = person
            .Ledger.Where(e => e.IsPublished)
            .Select(e =>
                JsonSerializer
                    .SerializeToElement(
                        ConsentCloudEvent.Of(Clinic.Account, person.Address.Value, e),
                        ConsentCloudEventJson.Default.ConsentCloudEvent
                    )
                    .GetProperty("data")
            )
            .ToList();
        Assert.Equal(person.Ledger.Select(e => e.Hash), published.Select(d => d.GetProperty("event").GetProperty("hash").GetString()));
        // As lines of a file: what the subscriber kept is verified as an auditor's file is.
        var lines = published.Select(d =>
        {
            var line = System.Text.Json.Nodes.JsonNode.Parse(d.GetProperty("event").GetRawText())!.AsObject();
            line.Insert(0, "recipient", d.GetProperty("recipient").GetString());
            return line.ToJsonString();
        });
        Assert.Empty((await AuditFiles.VerifyAsync(AuditFiles.Resealed(lines))).Faults);
    }
}
