using Azure.Data.Tables;
using OptOut.Azure;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>On a real Azurite: one transaction a change, receipts that refuse a second one, answers that get lost.</summary>
public sealed class StoreTransactionTests(AzuriteFixture azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<List<TableEntity>> RowsAsync(TableClient table) =>
        table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop).AsTask();

    [Fact]
    public async Task A_change_writes_state_ledger_and_receipt_in_one_transaction_in_one_partition()
    {
        var requests = new RecordedRequests();
        var table = await azurite.NewTableAsync(requests);
        var store = new TableRecipientStore(new(table));
        var before = await store.ReadAsync(Key(), Stop);
        requests.Clear();

        Assert.Equal(
            Commit.Done,
            await store.CommitAsync(Of(Key(), before, Start, Receipt("SM1", Start), OptedOut(Start), OptedOut(Start)), Stop)
        );

        Assert.Equal(["POST"], requests.Methods);
        var rows = await RowsAsync(table);
        var partition = TableKeys.Partition(Key());
        Assert.Equal(
            [TableKeys.Ledger(partition, 1), TableKeys.Ledger(partition, 2), TableKeys.Receipt("SM1"), TableKeys.State(partition)],
            rows.Select(r => r.RowKey),
            StringComparer.Ordinal
        );
        Assert.Single(rows.DistinctBy(r => r.PartitionKey, StringComparer.Ordinal));
        var kept = await store.ReadAsync(Key(), Stop);
        Assert.Equal(2, kept.State.LastSequence);
        var ledger = await store.ReadLedgerAsync(Key(), 1, 2, Stop);
        Assert.Equivalent(kept.State, OptOut.Ledger.Fold(Key().Recipient.Value, ledger), strict: true);
        Assert.NotNull(await store.ReadReceiptAsync(Key(), "SM1", Stop));
    }

    [Fact]
    public async Task A_second_change_with_the_same_receipt_is_refused_whole()
    {
        var table = await azurite.NewTableAsync();
        var store = new TableRecipientStore(new(table));
        await store.CommitAsync(Of(Key(), await store.ReadAsync(Key(), Stop), Start, Receipt("SM1", Start), OptedOut(Start)), Stop);

        var before = await store.ReadAsync(Key(), Stop);
        var second = await store.CommitAsync(Of(Key(), before, Start, Receipt("SM1", Start), OptedOut(Start)), Stop);

        Assert.Equal(Commit.Stale, second.Outcome);
        // Its receipt holds the answer to the first one.
        Assert.Equal(await store.ReadReceiptAsync(Key(), "SM1", Stop), second.Taken);
        Assert.Equal(before.Version, (await store.ReadAsync(Key(), Stop)).Version);
        Assert.Equal(3, (await RowsAsync(table)).Count);
    }

    [Fact]
    public async Task A_change_based_on_what_is_no_longer_so_is_refused_whole()
    {
        var table = await azurite.NewTableAsync();
        var store = new TableRecipientStore(new(table));
        var empty = await store.ReadAsync(Key(), Stop);
        await store.CommitAsync(Of(Key(), empty, Start, Receipt("SM1", Start), OptedOut(Start)), Stop);
        var first = await store.ReadAsync(Key(), Stop);
        await store.CommitAsync(Of(Key(), first, Start, Receipt("SM2", Start), OptedOut(Start)), Stop);

        Assert.Equal(Commit.Stale, await store.CommitAsync(Of(Key(), empty, Start, Receipt("SM3", Start), OptedOut(Start)), Stop));
        Assert.Equal(Commit.Stale, await store.CommitAsync(Of(Key(), first, Start, Receipt("SM4", Start), OptedOut(Start)), Stop));

        Assert.Equal(2, (await store.ReadAsync(Key(), Stop)).State.LastSequence);
        Assert.Null(await store.ReadReceiptAsync(Key(), "SM3", Stop));
        Assert.Null(await store.ReadReceiptAsync(Key(), "SM4", Stop));
        Assert.Equal(5, (await RowsAsync(table)).Count);
    }

    [Theory]
    [InlineData(1, "the client asks again and meets its own rows")]
    [InlineData(int.MaxValue, "every answer is lost")]
    public async Task A_commit_whose_answer_was_lost_is_found_again_by_its_attempt(int times, string how)
    {
        Assert.NotEmpty(how);
        var lost = 0;
        var table = await azurite.NewTableAsync(
            new LostAnswers(r => r.Method.Method == "POST" && Interlocked.Increment(ref lost) <= times)
        );
        var store = new TableRecipientStore(new(table));
        var empty = await store.ReadAsync(Key(), Stop);

        Assert.Equal(Commit.Done, await store.CommitAsync(Of(Key(), empty, Start, Receipt("SM1", Start), OptedOut(Start)), Stop));

        Assert.InRange(lost, 2, 3);
        Assert.Equal(1, (await store.ReadAsync(Key(), Stop)).State.LastSequence);
    }

    [Fact]
    public async Task A_lost_answer_is_not_taken_for_success_when_somebody_elses_change_stands_there()
    {
        var lose = false;
        var table = await azurite.NewTableAsync(new LostAnswers(r => lose && r.Method.Method == "POST"));
        var store = new TableRecipientStore(new(table));
        var empty = await store.ReadAsync(Key(), Stop);
        await new TableRecipientStore(new(await azurite.OpenAsync(table.Name))).CommitAsync(
            Of(Key(), empty, Start, Receipt("SM1", Start), OptedOut(Start)),
            Stop
        );

        lose = true;
        await Assert.ThrowsAsync<DependencyUnavailableException>(() =>
            store.CommitAsync(Of(Key(), empty, Start, Receipt("SM2", Start), OptedOut(Start)), Stop)
        );
        Assert.Equal(1, (await store.ReadAsync(Key(), Stop)).State.LastSequence);
    }

    [Fact]
    public async Task Rule31_a_table_that_is_gone_is_an_outage_and_not_a_table_that_knows_nobody()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        Assert.Equal(0, (await gate.Store.ReadAsync(Key(), Stop)).State.LastSequence);
        await gate.Table.DeleteAsync(Stop);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => gate.Store.ReadAsync(Key(), Stop));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => gate.Store.ReadReceiptAsync(Key(), "SM1", Stop));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => gate.Get<IStorageProbe>().ProbeAsync(Stop));
    }

    [Fact]
    public async Task Two_accounts_know_nothing_of_each_others_recipients_receipts_answers_and_conversations()
    {
        var tables = new AccountTables(await azurite.NewTableAsync());
        var (store, list, answers, conversations) = (
            new TableRecipientStore(tables),
            new TableRecipientList(tables),
            new TableAnswerStore(tables),
            new TableConversationStore(tables)
        );
        await store.CommitAsync(Of(Key(), await store.ReadAsync(Key(), Stop), Start, Receipt("SM1", Start), OptedOut(Start)), Stop);
        await answers.KeepAsync(Sid, "k", new KeptAnswer("h", 201, "{}"), Stop);
        await conversations.BindAsync(Sid, "CH1", new ConversationBinding([new("+14155552671", "+14155550100", null, "MB1")]), Stop);

        var other = Key(account: OtherSid);
        Assert.Null((await store.ReadAsync(other, Stop)).Version);
        Assert.Null(await store.ReadReceiptAsync(other, "SM1", Stop));
        Assert.Empty(await store.ReadLedgerAsync(other, 1, 1, Stop));
        Assert.Equal(0, (await answers.ClaimAsync(OtherSid, "k", "h2", Stop)).Status);
        Assert.Null(await conversations.ReadAsync(OtherSid, "CH1", Stop));
        Assert.Empty(await list.ListAsync(OtherSid, new Listing(), Stop).ToListAsync(Stop));
        Assert.Single(await list.ListAsync(Sid, new Listing(), Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_transaction_of_more_rows_than_Azure_takes_is_refused_here()
    {
        var store = await azurite.NewStoreAsync();
        var before = await store.ReadAsync(Key(), Stop);
        var change = Of(Key(), before, Start, null, [.. Enumerable.Range(0, 100).Select(_ => OptedOut(Start))]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CommitAsync(change, Stop));
        Assert.Null((await store.ReadAsync(Key(), Stop)).Version);
    }
}
