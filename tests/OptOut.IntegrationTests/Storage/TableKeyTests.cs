using System.Globalization;
using Azure.Data.Tables;
using OptOut.Azure;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>Whatever a recipient or SID is made of, its keys are ones that Azure Tables takes.</summary>
public sealed class TableKeyTests(AzuriteFixture azurite)
{
    /// <summary>Characters that Azure refuses in keys, our separator, surrogates on their own, and the ordinary.</summary>
    private static readonly string[] Pieces =
    [
        "/",
        "\\",
        "#",
        "?",
        "|",
        "=",
        "~",
        "!",
        "%",
        "'",
        "\0",
        "\t",
        "\u007f",
        "\u0085",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\ufffd",
        "é",
        "漢",
        "+1415",
        "messenger:",
        " ",
    ];

    private static IEnumerable<string> Texts(int count)
    {
        var random = new Random(20241112);
        for (var i = 0; i < count; i++)
        {
            var length = 1 + random.Next(i % 10 == 0 ? 300 : 12);
            yield return string.Concat(
                Enumerable
                    .Range(0, length)
                    .Select(_ =>
                        random.Next(3) == 0 ? ((char)random.Next(char.MaxValue + 1)).ToString() : Pieces[random.Next(Pieces.Length)]
                    )
            );
        }
    }

    private static void IsLegal(string key)
    {
        Assert.InRange(key.Length, 1, 512);
        Assert.DoesNotContain(key, c => char.IsControl(c) || c > '~' || "/\\#?".Contains(c, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_recipient_or_id_gives_legal_keys_of_its_own()
    {
        var texts = Texts(20_000).Distinct(StringComparer.Ordinal).ToList();
        var partitions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var partition = TableKeys.Partition(Key(text));
            IsLegal(partition);
            Assert.Equal(2, partition.Count(c => c == '|'));
            partitions.Add(partition);

            var receipt = TableKeys.Receipt(text);
            IsLegal(receipt);
            Assert.Equal(1, receipt.Count(c => c == '|'));
            IsLegal(TableKeys.IdempotencyPartition(Sid, text));
            IsLegal(TableKeys.BindingPartition(Sid, text));
        }

        // A lone surrogate has no UTF-8 of its own, so only texts that have one can be told apart.
        var distinct = texts
            .Select(t => new string([.. t.EnumerateRunes().SelectMany(r => r.ToString())]))
            .Distinct(StringComparer.Ordinal)
            .Count();
        Assert.Equal(distinct, partitions.Count);
    }

    [Fact]
    public void An_accounts_range_holds_its_recipients_and_no_other_accounts_nor_its_own_other_rows()
    {
        var (from, before) = TableKeys.Range(Sid);
        bool Within(string partition) => string.CompareOrdinal(partition, from) >= 0 && string.CompareOrdinal(partition, before) < 0;
        foreach (var text in Texts(500))
        {
            Assert.True(Within(TableKeys.Partition(Key(text))));
            Assert.Equal(
                1,
                Enumerable
                    .Range(0, TableKeys.Ranges)
                    .Count(part =>
                    {
                        var (low, high) = TableKeys.Range(Sid, part);
                        return string.CompareOrdinal(TableKeys.Partition(Key(text)), low) >= 0
                            && string.CompareOrdinal(TableKeys.Partition(Key(text)), high) < 0;
                    })
            );
            Assert.False(Within(TableKeys.Partition(Key(text, OtherSid))));
            Assert.False(Within(TableKeys.IdempotencyPartition(Sid, text)));
            Assert.False(Within(TableKeys.BindingPartition(Sid, text)));
        }
    }

    [Fact]
    public void No_two_recipients_have_a_row_of_the_same_key()
    {
        var (one, other) = (TableKeys.Partition(Key("+14155552671")), TableKeys.Partition(Key("+14155552672")));

        Assert.Equal("s" + one[Sid.Length..], TableKeys.State(one));
        Assert.Equal("l" + one[Sid.Length..] + "|0000000007", TableKeys.Ledger(one, 7));
        Assert.NotEqual(TableKeys.State(one), TableKeys.State(other), StringComparer.Ordinal);
        Assert.NotEqual(TableKeys.Ledger(one, 1), TableKeys.Ledger(other, 1), StringComparer.Ordinal);
    }

    [Fact]
    public void Row_keys_are_told_apart_by_their_ranges()
    {
        static bool Within((string From, string Before) range, string key) =>
            string.CompareOrdinal(key, range.From) >= 0 && string.CompareOrdinal(key, range.Before) < 0;
        foreach (var text in Texts(500))
        {
            var partition = TableKeys.Partition(Key(text));
            string[] keys = [TableKeys.State(partition), TableKeys.Ledger(partition, 1), TableKeys.Receipt(text)];
            Assert.All(keys, IsLegal);
            Assert.Equal([true, false, false], keys.Select(key => Within(TableKeys.States, key)));
            Assert.Equal([false, true, false], keys.Select(key => Within(TableKeys.Ledgers, key)));
            Assert.Equal([false, false, true], keys.Select(key => Within(TableKeys.Receipts, key)));
            // What is no recipient's is in none of them.
            Assert.False(Within(TableKeys.States, TableKeys.State(TableKeys.IdempotencyPartition(Sid, text))));
            Assert.False(Within(TableKeys.States, TableKeys.State(TableKeys.BindingPartition(Sid, text))));
        }
    }

    [Fact]
    public void Ledger_rows_sort_by_sequence() =>
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"l|00|+1|{9_999_999_999:D10}"),
            new[] { 1L, 2, 10, 999, 1_000_000, 9_999_999_999 }
                .Select(sequence => TableKeys.Ledger(Sid + "|00|+1", sequence))
                .Max(StringComparer.Ordinal)
        );

    [Fact]
    public async Task The_emulator_takes_the_oddest_of_them()
    {
        var table = await azurite.NewTableAsync();
        var store = new TableRecipientStore(new(table));
        foreach (var text in Texts(40))
        {
            var key = Key(text);
            var receipt = Receipt(text, Start);
            Assert.Equal(
                Commit.Done,
                await store.CommitAsync(
                    Of(key, await store.ReadAsync(key, TestContext.Current.CancellationToken), Start, receipt, OptedOut(Start)),
                    TestContext.Current.CancellationToken
                )
            );
            Assert.Equal(1, (await store.ReadAsync(key, TestContext.Current.CancellationToken)).State.LastSequence);
            Assert.NotNull(await store.ReadReceiptAsync(key, text, TestContext.Current.CancellationToken));
        }

        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            IsLegal(row.PartitionKey);
            IsLegal(row.RowKey);
        }
    }
}
