using OptOut.Testing;

namespace OptOut.IntegrationTests;

/// <summary>
/// The traces, metrics, logs and output of a running host contain what happened, and nobody's number, key or words.
/// </summary>
public sealed class SignalLeakTests(RecordedSignals signals) : IClassFixture<RecordedSignals>
{
    [Fact]
    public void Traces_name_routes_in_place_of_paths()
    {
        Assert.Contains("/api/checks/{recipient}", signals.Traces, StringComparison.Ordinal);
        Assert.Contains("/api/twilio/messages", signals.Traces, StringComparison.Ordinal);
        Assert.DoesNotContain("PartitionKey", signals.Traces, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_leave_masked_and_name_the_setting_to_change() =>
        Assert.Contains("OptOutHandledBy", signals.Logs, StringComparison.Ordinal);

    [Theory]
    [InlineData("optout.opt_outs", "message", "phone", "import")]
    [InlineData("optout.events", "consented", "send-recorded", "erased")]
    [InlineData("optout.confirmations", "sent", "failed")]
    [InlineData("optout.follow_up.age")]
    [InlineData("optout.checks", "consented", "obligations-unmet", "invalid", "unavailable")]
    [InlineData("optout.signatures", "valid", "mismatch", "missing", "body-hash-missing")]
    [InlineData("optout.storage.round_trips", "GET", "POST")]
    public void What_an_operator_watches_is_measured(string metric, params string[] words) =>
        Assert.All([metric, .. words], word => Assert.Contains(word, signals.Metrics, StringComparison.Ordinal));

    [Fact]
    public void No_number_leaves_whole_however_it_is_written() =>
        Assert.All(signals.Traffic.Numbers, number => Assert.False(signals.All.TellNumber(number), number));

    [Fact]
    public void No_key_token_or_signature_leaves() => Assert.All(signals.Traffic.Keys, key => Assert.False(signals.All.TellWord(key), key));

    [Fact]
    public void No_text_statement_proof_reason_or_actor_leaves() =>
        Assert.All(signals.Traffic.Texts, word => Assert.False(signals.All.TellWord(word), word));

    [Theory]
    [InlineData("url.path /api/checks/%2B12125550123")]
    [InlineData("whatsapp:+12125550123 wrote")]
    [InlineData("+1 (212) 555-0123")]
    [InlineData("To=%2B1%20212-555-0123")]
    public void A_number_would_be_found(string signal) => Assert.True(new Leaks(signal).TellNumber("+12125550123"));
}
