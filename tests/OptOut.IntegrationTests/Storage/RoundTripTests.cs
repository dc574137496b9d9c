using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>What a check and a STOP cost: round trips to storage, counted on the wire.</summary>
public sealed class RoundTripTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_check_is_one_point_read_a_STOP_reads_side_by_side_then_one_transaction_a_redelivery_only_reads()
    {
        var requests = new RecordedRequests();
        await using var gate = await Gate.OpenAsync(azurite, requests);
        var question = new CheckQuestion { Account = gate.Account, Brand = gate.Brand, Campaign = gate.Brand.Campaigns["reminders"], Kind = CheckKind.Campaign };

        requests.Clear();
        await gate.TextAsync("SM1", "STOP");
        Assert.Equal(["GET", "GET", "POST"], requests.Methods);

        requests.Clear();
        await gate.TextAsync("SM1", "STOP");
        Assert.Equal(["GET", "GET"], requests.Methods);

        // As the host's background does every two seconds.
        await gate.Get<Suspensions>().RefreshAsync(TestContext.Current.CancellationToken);
        requests.Clear();
        var answer = await gate.Get<CheckSend>().AnswerAsync(Key().Recipient, question, reserve: false, TestContext.Current.CancellationToken);
        Assert.Equal(Reason.OptedOut, answer.Reason);
        Assert.Equal(["GET"], requests.Methods);
    }
}
