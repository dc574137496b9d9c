using System.Diagnostics;

namespace OptOut.IntegrationTests;

/// <summary>
/// Storage that hangs, ends or dawdles under a webhook: Twilio is answered in time, and 200 only when something durable has the message.
/// </summary>
[Collection(nameof(Alone))]
public sealed class StorageOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10);
    private string person = TwilioSide.Person(),
        sid = TwilioSide.NewSid("SM");
    private Site site = null!;

    public async ValueTask InitializeAsync() => site = await Site.OpenAsync(handlingTimeout: 6);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task With_a_frozen_Azurite_the_answer_is_503_in_time_and_the_redelivery_is_taken_and_confirmed_once()
    {
        var host = await site.StartHostAsync();
        UnixSignal.Send("-STOP", site.Azurite.Pid);
        Assert.Equal(503, await TextInTimeAsync(host));
        UnixSignal.Send("-CONT", site.Azurite.Pid);
        Assert.Equal(200, await TextInTimeAsync(host));

        await IsConfirmedOnceAsync(host);
    }

    [Fact]
    public async Task With_a_stopped_Azurite_the_answer_is_503_in_time_and_the_redelivery_is_taken_and_confirmed_once()
    {
        var host = await site.StartHostAsync();
        var azurite = site.Azurite;
        UnixSignal.Send("-TERM", azurite.Pid);
        await Until.Is(() => !azurite.IsAlive(), 60, "Azurite still runs");
        Assert.Equal(503, await TextInTimeAsync(host));
        await site.RestartAzuriteAsync();
        Assert.Equal(200, await TextInTimeAsync(host));

        await IsConfirmedOnceAsync(host);
    }

    [Fact]
    public Task With_the_table_alone_out_of_reach_the_queue_takes_the_message_and_it_is_confirmed_once_by_itself() =>
        WithoutAsync(
            table: true,
            async host =>
            {
                Assert.Equal(200, await TextInTimeAsync(host));
                Assert.Empty(await site.PhoneAsync(host, person));
            },
            IsConfirmedOnceAsync
        );

    [Fact]
    public Task With_the_table_alone_out_of_reach_the_queue_takes_a_status_that_Twilio_brings_only_once() =>
        WithoutAsync(
            table: true,
            async host => Assert.Equal(204, await InTimeAsync(() => site.CallBackAsync(host, person, sid, "sent"))),
            async _ =>
            {
                await site.AtRestAsync();
                var ledger = await site.Store.ReadLedgerAsync(Site.KeyOf(person), 1, 10, CancellationToken.None);
                Assert.Equal((EventType.SendRecorded, sid), (Assert.Single(ledger).Type, ledger[0].Proof!.MessageSid));
            }
        );

    [Fact]
    public Task With_the_queue_alone_out_of_reach_the_message_is_taken_and_confirmed_by_the_answer() =>
        WithoutAsync(
            table: false,
            async host =>
            {
                // Two tries of the queue take four seconds, and the table has two more: a machine that is too busy for that says 503 in
                // time, as it should. Then somebody else texts.
                var status = await TextInTimeAsync(host);
                for (var tries = 1; status != 200 && tries < 5; tries++)
                {
                    (person, sid) = (TwilioSide.Person(), TwilioSide.NewSid("SM"));
                    status = await TextInTimeAsync(host);
                }

                Assert.Equal(200, status);
                Assert.Single(await site.PhoneAsync(host, person));
            },
            IsConfirmedOnceAsync
        );

    [Fact]
    public async Task Where_each_storage_request_takes_300_ms_the_answer_confirms_in_time()
    {
        await using var proxy = await site.ProxyAsync();
        var host = await site.StartHostAsync(proxy);
        proxy.Before = _ => Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(200, await TextInTimeAsync(host));
        Assert.Single(await site.PhoneAsync(host, person));

        await IsConfirmedOnceAsync(host);
    }

    /// <summary>Requests to the table, or to the queue, hang during the one and go on for the other.</summary>
    private async Task WithoutAsync(bool table, Func<RunningHost, Task> meanwhile, Func<RunningHost, Task> afterwards)
    {
        await using var proxy = await site.ProxyAsync();
        var host = await site.StartHostAsync(proxy);
        var back = new TaskCompletionSource();
        proxy.Before = request => request.IsTable == table ? back.Task : Task.CompletedTask;
        await meanwhile(host);
        proxy.StopIntercepting();
        back.SetResult();
        await afterwards(host);
    }

    private Task<int> TextInTimeAsync(RunningHost host) => InTimeAsync(() => site.TextAsync(host, person, "STOP", sid));

    private static async Task<int> InTimeAsync(Func<Task<int>> ask)
    {
        var watch = Stopwatch.StartNew();
        var status = await ask();
        Assert.True(watch.Elapsed < InTime, $"Answered {status} after {watch.Elapsed}");
        return status;
    }

    private async Task IsConfirmedOnceAsync(RunningHost host)
    {
        // Not by the queue alone: what could not be scheduled is not missed there.
        await Until.AsyncIs(
            async () => await site.ReceiptAsync(person, sid) is { Confirmation.IsOpen: false },
            60,
            "the confirmation's fate is not known"
        );
        await site.AtRestAsync();
        var kept = await Kept.ReadAsync(site, host, person, sid);
        Assert.Single(kept.Phone);
        kept.IsOptedOut();
        kept.EachIsConfirmedOnce();
        kept.StateIsTheFoldedLedger();
    }
}
