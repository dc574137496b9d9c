using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OptOut.Audit;
using OptOut.Azure;

namespace OptOut.IntegrationTests;

/// <summary>Rule 34: each night's audit file as a real blob of a real table (ADR 0452).</summary>
public sealed class AuditFilesTests(AzuriteFixture azurite)
{
    private const string Ann = "+14155552671",
        Bob = "+14155552672";
    private static readonly DateOnly FirstDay = DayFigures.DayOf(StoreFacts.Start);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(await azurite.ConnectionStringAsync(), $"test-{Guid.NewGuid():N}");
        await new BlobAuditFiles(container).CreateAsync(Stop);
        return container;
    }

    private static NightlyAudit Audit(AccountTables tables, BlobContainerClient container, TimeProvider time) =>
        new(
            new TableRecipientList(tables),
            new VerifiedLedger(new TableRecipientStore(tables)),
            new Policy
            {
                PublicBaseUrl = "https://optout.example",
                Retention = IsoDuration.Parse("P5Y"),
                Accounts = new[]
                {
                    new Account
                    {
                        Sid = StoreFacts.Sid,
                        AuthTokens = [],
                        ApiKeys = [],
                        Brands = FrozenDictionary<string, Brand>.Empty,
                    },
                }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
            },
            time,
            NullLogger<NightlyAudit>.Instance,
            new BlobAuditFiles(container)
        );

    private static async Task OptOutAsync(TableRecipientStore store, string recipient, string sid, DateTimeOffset at)
    {
        var key = StoreFacts.Key(recipient);
        Assert.Equal(
            Commit.Done,
            await store.CommitAsync(StoreFacts.Of(key, await store.ReadAsync(key, Stop), at, null, StoreFacts.OptedOut(at, sid)), Stop)
        );
    }

    private static async Task<MemoryStream> DownloadAsync(BlobContainerClient container, DateOnly day)
    {
        var file = new MemoryStream();
        await container.GetBlobClient(BlobAuditFiles.NameOf(StoreFacts.Sid, day)).DownloadToAsync(file, Stop);
        file.Position = 0;
        return file;
    }

    [Fact]
    public async Task Rule34_two_nights_files_hold_and_follow_each_other_and_a_row_that_is_changed_behind_the_app_shows()
    {
        var table = await azurite.NewTableAsync();
        var tables = new AccountTables(table);
        var (store, container, time) = (new TableRecipientStore(tables), await NewContainerAsync(), new FakeTimeProvider(StoreFacts.Start));
        await OptOutAsync(store, Ann, "SM1", StoreFacts.Start);
        await OptOutAsync(store, Bob, "SM2", StoreFacts.Start);
        time.Advance(TimeSpan.FromHours(13));
        var audit = Audit(tables, container, time);
        Assert.Equal(NightlyAudit.MaxDaysBack, await audit.RunAsync(Stop));
        await OptOutAsync(store, Ann, "SM3", StoreFacts.Start.AddHours(14));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await audit.RunAsync(Stop));

        var (first, second) = (await DownloadAsync(container, FirstDay), await DownloadAsync(container, FirstDay.AddDays(1)));
        Assert.Equal((true, 2), (await Verification.OfAsync(first, Stop)) is var one ? (one.Holds, (int)one.Events) : default);
        Assert.Equal((true, 1), (await Verification.OfAsync(second, Stop)) is var two ? (two.Holds, (int)two.Events) : default);
        Assert.Empty(await Comparison.OfAsync(first, second, null, Stop));

        // Somebody with the app's rights on the table writes another history of Bob, and the file of that day anew.
        await TamperAsync(table, Bob);
        var forged = await NewContainerAsync();
        await Audit(tables, forged, time).RunAsync(Stop);
        var fault = Assert.Single(
            await Comparison.OfAsync(await DownloadAsync(container, FirstDay), await DownloadAsync(forged, FirstDay), null, Stop)
        );
        Assert.Contains("is another one in line", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule34_two_instances_at_once_add_one_file_and_it_is_whole()
    {
        var container = await NewContainerAsync();
        var added = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => new BlobAuditFiles(container).AddAsync(StoreFacts.Sid, FirstDay, Lines(70, (byte)('a' + i)), Stop))
        );
        Assert.Single(added, won => won);
        var text = Encoding.ASCII.GetString((await DownloadAsync(container, FirstDay)).ToArray());
        Assert.Single(text.Distinct(), char.IsLetter);
        Assert.Equal((70, (char)('a' + Array.IndexOf(added, true))), (text.Count(c => c == '\n'), text[0]));
        Assert.False(await new BlobAuditFiles(container).AddAsync(StoreFacts.Sid, FirstDay, Lines(1, (byte)'z'), Stop));
        Assert.Equal(text.Length, (await DownloadAsync(container, FirstDay)).Length);
    }

    [Fact]
    public async Task Rule34_what_breaks_off_leaves_no_file_and_the_next_try_adds_it()
    {
        var (container, day) = (await NewContainerAsync(), FirstDay);
        var files = new BlobAuditFiles(container);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => files.AddAsync(StoreFacts.Sid, day, BreaksOff(), Stop));
        Assert.False(await files.HasAsync(StoreFacts.Sid, day, Stop));
        Assert.True(await files.AddAsync(StoreFacts.Sid, day, Lines(70, (byte)'a'), Stop));
        Assert.True(await files.HasAsync(StoreFacts.Sid, day, Stop));
        Assert.Equal(
            "application/x-ndjson",
            (await container.GetBlobClient(BlobAuditFiles.NameOf(StoreFacts.Sid, day)).GetPropertiesAsync(cancellationToken: Stop))
                .Value
                .ContentType
        );
        using var wanted = new MemoryStream();
        await foreach (var line in Lines(70, (byte)'a'))
        {
            wanted.Write([.. line, (byte)'\n']);
        }

        Assert.Equal(SHA256.HashData(wanted.ToArray()), SHA256.HashData((await DownloadAsync(container, day)).ToArray()));
    }

    [Fact]
    public async Task Rule34_a_container_that_is_not_there_is_no_answer_of_yes()
    {
        var files = new BlobAuditFiles(new BlobContainerClient(await azurite.ConnectionStringAsync(), $"none-{Guid.NewGuid():N}"));
        Assert.False(await files.HasAsync(StoreFacts.Sid, FirstDay, Stop));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => files.AddAsync(StoreFacts.Sid, FirstDay, Lines(1, (byte)'a'), Stop));
    }

    /// <summary>Lines of 100,000 bytes: 70 of them are more than a block.</summary>
    private static IAsyncEnumerable<byte[]> Lines(int count, byte letter) =>
        Enumerable.Range(0, count).Select(_ => Enumerable.Repeat(letter, 100_000).ToArray()).ToAsyncEnumerable();

    private static async IAsyncEnumerable<byte[]> BreaksOff()
    {
        await foreach (var line in Lines(60, (byte)'b'))
        {
            yield return line;
        }

        throw new DependencyUnavailableException();
    }

    /// <summary>The event is another one, with hashes that fit.</summary>
    private static async Task TamperAsync(TableClient table, string person)
    {
        var row = await table
            .QueryAsync<TableEntity>(cancellationToken: Stop)
            .Where(r => r.GetString("Recipient") == person && r.RowKey.StartsWith('l'))
            .FirstAsync(Stop);
        var e = System.Text.Json.JsonSerializer.Deserialize(row.GetBinary("Data"), OptOutJson.Default.LedgerEvent)!;
        row["Data"] = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            HashChain.Link(e with { At = e.At.AddMinutes(5) }, person, null),
            OptOutJson.Default.LedgerEvent
        );
        await table.UpdateEntityAsync(row, row.ETag, cancellationToken: Stop);
    }
}
