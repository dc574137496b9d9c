using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Bulk work gives way to those who are being served, and is held up by nobody otherwise.</summary>
public sealed class BulkPaceTests
{
    private const int Parts = 3,
        Uploaded = 100;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Others_are_served_from_their_request_until_a_quarter_of_a_second_later()
    {
        var pace = new BulkPace(time);
        Assert.False(pace.IsServing);

        pace.Serve();
        time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.True(pace.IsServing);

        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.False(pace.IsServing);
    }

    [Fact]
    public async Task A_list_rests_between_its_parts_while_others_are_served_and_not_afterwards()
    {
        var pace = new BulkPace(time);
        pace.Serve();
        var (answer, body) = await AnswerAsync(pace);

        var rests = 0;
        for (; !answer.IsCompleted; rests++)
        {
            pace.Serve();
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        await answer;
        Assert.InRange(rests, Parts, int.MaxValue);
        Assert.Equal(Parts * BulkPace.LinesBetweenRests, Encoding.UTF8.GetString(body.ToArray()).Count(c => c == '\n'));

        time.Advance(TimeSpan.FromSeconds(1));
        (answer, _) = await AnswerAsync(pace);
        Assert.True(answer.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_has_few_lines_on_their_way_while_others_are_served(bool serving)
    {
        var (pace, store) = (new BulkPace(time), new HeldStore());
        if (serving)
        {
            pace.Serve();
        }

        await using var results = new Spool();
        // A dry run reads as an import does, and writes nothing.
        var running = new ImportRun<object>(
            new ImportRecords(store, null!, time),
            Upload(),
            (line, _) =>
                new(
                    new RecipientKey("AC1", RecipientAddress.FromStored((string)line)),
                    (_, _) => new ImportDecision(ImportResult.AlreadySuppressed, [])
                ),
            dryRun: true,
            results,
            pace: pace
        ).RunAsync(CancellationToken.None);

        // All lines are at hand, so it has begun as many as it may.
        var atOnce = store.Reads;
        if (serving)
        {
            Assert.Equal(BulkPace.LinesWhileServing, atOnce);
        }
        else
        {
            Assert.InRange(atOnce, ImportRun<object>.AtOnce, ImportRun<object>.AtOnce + 2);
        }

        store.Release();
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Uploaded, store.Reads);
    }

    private static async IAsyncEnumerable<ImportLine<object>> Upload()
    {
        await Task.CompletedTask;
        for (var i = 0; i < Uploaded; i++)
        {
            yield return new(i + 2, FormattableString.Invariant($"+1415555{i:D4}"), null);
        }
    }

    private static async Task<(Task Answer, MemoryStream Body)> AnswerAsync(BulkPace pace)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            Response = { Body = body },
            RequestServices = new ServiceCollection().AddSingleton(pace).BuildServiceProvider(),
        };
        var list = await StreamedLines<JsonObject>.StartNdjsonAsync(Lines(), ApiJson.Default.JsonObject, CancellationToken.None);
        return (list.ExecuteAsync(context), body);
    }

    private static async IAsyncEnumerable<JsonObject> Lines()
    {
        await Task.CompletedTask;
        for (var i = 0; i < Parts * BulkPace.LinesBetweenRests; i++)
        {
            yield return new JsonObject { ["n"] = i };
        }
    }

    /// <summary>A store that answers nobody until it is let go.</summary>
    private sealed class HeldStore : IRecipientStore
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int reads;

        public int Reads => Volatile.Read(ref reads);

        public void Release() => released.SetResult();

        public async Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation)
        {
            Interlocked.Increment(ref reads);
            await released.Task;
            return new(Ledger.Empty(key.Recipient.Value), [], null);
        }

        public Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
