using System.Net;
using Azure.Data.Tables;
using OptOut.Azure;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>A Twilio account whose recipients lie in a storage account of its own (<c>OptOut:Accounts:N:Storage</c>).</summary>
public sealed class AccountTablesTests(AzuriteFixture azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_asked_about_an_account_is_asked_of_its_own_table_alone()
    {
        // The common table is missing, so whoever asks it is told that storage is unavailable.
        var tables = new AccountTables(
            await azurite.OpenAsync("Missing"),
            new Dictionary<string, TableClient>(StringComparer.Ordinal) { [OtherSid] = await azurite.NewTableAsync() }
        );

        foreach (var ask in Questions(tables, OtherSid))
        {
            await ask();
        }

        foreach (var ask in Questions(tables, Sid))
        {
            await Assert.ThrowsAsync<DependencyUnavailableException>(ask);
        }

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => new TableStorageProbe(tables).ProbeAsync(Stop));
    }

    /// <summary>Every method of the ports that is about an account, in an order in which they succeed on an empty table.</summary>
    private static Func<Task>[] Questions(AccountTables tables, string account)
    {
        var (store, list, retention) = (new TableRecipientStore(tables), new TableRecipientList(tables), new TableRetentionStore(tables));
        var (answers, conversations, marks) = (
            new TableAnswerStore(tables),
            new TableConversationStore(tables),
            new TableReconciliationStore(tables)
        );
        var key = Key(account: account);
        var receipt = Receipt("SM1", Start);
        var none = new RecipientRecord(OptOut.Ledger.Empty(key.Recipient.Value), [], null);
        return
        [
            () => store.ReadAsync(key, Stop),
            () => store.CommitAsync(Of(key, none, Start, receipt, OptedOut(Start)), Stop),
            () => store.ReadReceiptAsync(key, "SM1", Stop),
            () => store.ReadLedgerAsync(key, 1, 1, Stop),
            async () => await list.ListAsync(account, new Listing(), Stop).ToListAsync(Stop),
            async () => await list.ListAsync(account, new Listing(Expected: 10), Stop).ToListAsync(Stop),
            async () => await list.WalkLedgerAsync(account, null, null, Stop).ToListAsync(Stop),
            () => answers.ClaimAsync(account, "key", "request", Stop),
            () => answers.KeepAsync(account, "key", new KeptAnswer("request", 201, "{}"), Stop),
            () => conversations.BindAsync(account, "CH1", new ConversationBinding([]), Stop),
            () => conversations.ReadAsync(account, "CH1", Stop),
            () => marks.KeepAsync(account, new ReconciliationMark(Start, Start, Start), Stop),
            () => marks.ReadAsync(account, Stop),
            async () => await retention.ListQuietAsync(account, Start, Stop).ToListAsync(Stop),
            async () => await retention.ListReceiptsAsync(key, Stop).ToListAsync(Stop),
            async () => await retention.ReplaceEventsAsync(key, await store.ReadLedgerAsync(key, 1, 1, Stop), Stop),
            async () => await retention.TryReplaceReceiptAsync(key, (await store.ReadReceiptAsync(key, "SM1", Stop))!, Stop),
            () => retention.ForgetAnswerAsync(account, new string('0', 64), Stop),
            () => retention.RemoveEventsAsync(key, 1, 1, Stop),
            () => retention.RemoveReceiptsAsync(key, [receipt], Stop),
            () => retention.RemoveAgedAsync(account, Start, Stop),
        ];
    }

    [Fact]
    public async Task A_host_keeps_each_account_where_its_setting_says_and_creates_the_table_there()
    {
        const string Here = "AC0000000000000000000000000000a001",
            Apart = "AC0000000000000000000000000000a002";
        using var data = new TemporaryDirectory();
        var settings = ApiHost.Settings(2);
        settings["OptOut__Accounts__0__Sid"] = Here;
        settings["OptOut__Accounts__1__Sid"] = Apart;
        settings["OptOut__Accounts__1__Storage"] = await azurite.ConnectionStringAsync();
        await using var host = await HostProcess.StartAsync(data.Path, settings);
        var address = await host.ListeningAsync();
        using ApiClient here = new(address, 0),
            apart = new(address, 1);
        await here.SuppressAsync("+14155550001");
        await apart.SuppressAsync("+14155550002");

        var store = new TableRecipientList(new(AzureStorage.Table(await azurite.ConnectionStringAsync())));
        Assert.Empty(await ListAsync(store, Here));
        Assert.Equal("+14155550002", Assert.Single(await ListAsync(store, Apart)));
        Assert.Equal(
            "+14155550001",
            Assert
                .Single((await here.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").EnumerateArray())
                .GetProperty("recipient")
                .GetString()
        );
        Assert.Equal(
            "+14155550002",
            Assert
                .Single((await apart.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").EnumerateArray())
                .GetProperty("recipient")
                .GetString()
        );
        using var health = await here.Http.GetAsync(new Uri("/api/health", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task<string[]> ListAsync(TableRecipientList store, string account) =>
        await store.ListAsync(account, new Listing(), Stop).Select(r => r.State.Recipient).ToArrayAsync(Stop);
}
