using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>A line that is ready to be taken.</summary>
internal sealed record ImportRecord(RecipientKey Key, Func<RecipientState, DateTimeOffset, ImportDecision> Decide)
{
    /// <summary>The proof of a consent.</summary>
    public Proof? Proof { get; init; }
}

/// <summary>
/// Takes an upload's lines, several recipients at a time, the lines of one recipient in the order of the file, and says what each came to
/// in that order too. Constant memory: at most <see cref="AtOnce"/> lines are on their way, and fewer while others are served.
/// </summary>
internal sealed class ImportRun<T>(
    ImportRecords records,
    IAsyncEnumerable<ImportLine<T>> lines,
    Func<T, FieldErrors, ImportRecord?> prepare,
    bool dryRun,
    Spool results,
    CsvLines? csv = null,
    BulkPace? pace = null
)
    where T : class
{
    public const int AtOnce = 32;
    private const string TooSlow = "The upload came too slowly. What is reported above stands; repeat the upload.";

    /// <summary>
    /// How long an upload may let us wait for its lines in all: a few that bring a byte now and then must not keep all others from
    /// importing.
    /// </summary>
    internal TimeSpan WaitingTime { get; init; } = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<RecipientKey, Task> latest = new();
    private readonly DryRun? imagined = dryRun ? new DryRun() : null;
    private readonly ArrayBufferWriter<byte> said = new();
    private readonly SharedProofs proofs = new();
    private readonly Dictionary<string, long> summary = new(StringComparer.Ordinal) { ["lines"] = 0 };

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var under = Channel.CreateBounded<Task<ImportLineResult>>(
            new BoundedChannelOptions(AtOnce) { SingleReader = true, SingleWriter = true }
        );
        var reading = ReadAsync(under.Writer, stopped.Token);
        string? trouble;
        try
        {
            await foreach (var result in under.Reader.ReadAllAsync(cancellation))
            {
                // Results are written in groups, but are never held back while there is no more input.
                if (!result.IsCompleted || said.WrittenCount > StreamedLines<T>.FlushAt)
                {
                    await TellAsync();
                }

                Say(await result);
                if (!under.Reader.TryPeek(out _))
                {
                    await TellAsync();
                }
            }

            trouble = await reading;
        }
        catch (DependencyUnavailableException)
        {
            trouble = "The store cannot be reached. What is reported above stands; repeat the upload.";
        }
        finally
        {
            await stopped.CancelAsync();
            await Task.WhenAll(latest.Values.Append(reading))
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        trouble ??= csv is { Doubtful: true }
            ? "A quote in the wrong place may have swallowed lines. What is reported above stands; put the quotes right and repeat the upload."
            : null;
        var end = new ImportEnd
        {
            Summary = summary,
            Complete = trouble is null,
            DryRun = dryRun ? true : null,
            Detail = trouble,
            IgnoredColumns = csv is { Ignored: > 0 and var ignored } ? ignored : null,
        };
        AddLine(JsonSerializer.SerializeToUtf8Bytes(end, ApiJson.Written.ImportEnd));
        await TellAsync();
    }

    /// <summary>Why the upload could not be read to its end; null when it could.</summary>
    private async Task<string?> ReadAsync(ChannelWriter<Task<ImportLineResult>> under, CancellationToken cancellation)
    {
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await using var reading = lines.GetAsyncEnumerator(slow.Token);
            for (var left = WaitingTime; ; )
            {
                // Only the time that the caller lets us wait counts, not what the lines take.
                var from = Stopwatch.GetTimestamp();
                slow.CancelAfter(left);
                if (!await reading.MoveNextAsync())
                {
                    return null;
                }

                slow.CancelAfter(Timeout.InfiniteTimeSpan);
                left -= Stopwatch.GetElapsedTime(from);
                if (left <= TimeSpan.Zero)
                {
                    return TooSlow;
                }

                // Whatever became of one line: somebody else reports it.
                while (pace is { IsServing: true } && latest.Values.ToArray() is { Length: >= BulkPace.LinesWhileServing } underWay)
                {
                    await Task.WhenAny(underWay);
                }

                await under.WriteAsync(Begin(reading.Current, cancellation), cancellation);
            }
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return TooSlow;
        }
        catch (UnreadableUploadException e)
        {
            return e.Message;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return "The upload is too large. What is reported above stands; send the rest in another one.";
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return "The upload broke off.";
        }
        finally
        {
            under.Complete();
        }
    }

    private Task<ImportLineResult> Begin(ImportLine<T> line, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var ready = line.Record is null ? null : prepare(line.Record, errors);
        if (ready is null || errors.Any)
        {
            return Task.FromResult(
                new ImportLineResult
                {
                    Line = line.Number,
                    LastLine = line.LastNumber,
                    Result = ImportResult.Invalid,
                    Errors = line.Errors ?? errors.ToDictionary(),
                }
            );
        }

        var shared = proofs.IsShared(ready);
        var task = TakeAsync(line, ready, shared, latest.GetValueOrDefault(ready.Key, Task.CompletedTask), cancellation);
        latest[ready.Key] = task;
        _ = task.ContinueWith(
            _ => latest.TryRemove(new(ready.Key, task)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return task;
    }

    private async Task<ImportLineResult> TakeAsync(
        ImportLine<T> line,
        ImportRecord ready,
        bool shared,
        Task before,
        CancellationToken cancellation
    )
    {
        await before;
        if (ready.Proof is { } proof && !await records.IsTheirsAsync(ready.Key, proof, cancellation))
        {
            return new ImportLineResult
            {
                Line = line.Number,
                LastLine = line.LastNumber,
                Recipient = ready.Key.Recipient.Value,
                Result = ImportResult.Invalid,
                Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["proof.messageSid"] = [ConsentValidation.NotTheirs] },
            };
        }

        ImportDecision decision;
        if (imagined is null)
        {
            decision = await records.ApplyAsync(ready.Key, ready.Decide, cancellation);
        }
        else
        {
            (decision, var after) = await records.TryAsync(ready.Key, imagined.Find(ready.Key), ready.Decide, cancellation);
            imagined.Keep(ready.Key, after);
        }

        return new ImportLineResult
        {
            Line = line.Number,
            LastLine = line.LastNumber,
            Recipient = ready.Key.Recipient.Value,
            Result = decision.Result,
            SupersededBy = decision.By,
            Warnings = shared ? [SharedProofs.Warning] : null,
        };
    }

    private void Say(ImportLineResult result)
    {
        var word = KebabCase<ImportResult>.Name(result.Result);
        summary["lines"]++;
        summary[word] = summary.GetValueOrDefault(word) + 1;
        foreach (var warning in result.Warnings ?? [])
        {
            summary[warning] = summary.GetValueOrDefault(warning) + 1;
        }

        AddLine(JsonSerializer.SerializeToUtf8Bytes(result, ApiJson.Written.ImportLineResult));
    }

    private void AddLine(byte[] json)
    {
        said.Write(json);
        said.Write("\n"u8);
    }

    private async Task TellAsync()
    {
        await results.WriteAsync(said.WrittenMemory);
        said.ResetWrittenCount();
    }
}
