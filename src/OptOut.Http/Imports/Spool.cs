using System.IO.Pipelines;

namespace OptOut.Http;

/// <summary>
/// Results between an import and its caller. Most callers read the answer only after they have sent everything; were results written
/// straight to them, both sides would wait for the other for ever. So they wait on disk, and the caller gets them as fast as it reads.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private readonly FileStream writer;
    private readonly FileStream reader;
    private readonly SemaphoreSlim changed = new(0, 1);
    private long written;
    private volatile bool complete;

    public Spool()
    {
        var path = Path.Combine(Path.GetTempPath(), "optout-import-" + Path.GetRandomFileName());
        const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
        writer = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            Shared,
            0,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        reader = new FileStream(path, FileMode.Open, FileAccess.Read, Shared, 0, FileOptions.Asynchronous);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await writer.WriteAsync(bytes);
        Interlocked.Add(ref written, bytes.Length);
        Signal();
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        complete = true;
        Signal();
    }

    /// <summary>Hands on everything, what is still to come included.</summary>
    public async Task CopyToAsync(PipeWriter target, CancellationToken cancellation)
    {
        var read = 0L;
        while (true)
        {
            // This is read before the length, so that what is written after the last read is never left behind.
            var last = complete;
            while (read < Interlocked.Read(ref written))
            {
                var count = await reader.ReadAsync(target.GetMemory(StreamedLines<object>.FlushAt), cancellation);
                read += count;
                target.Advance(count);
                await target.FlushAsync(cancellation);
            }

            if (last)
            {
                return;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await writer.DisposeAsync();
        changed.Dispose();
    }

    private void Signal()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // The reader has a signal that it has not taken yet; one is enough.
        }
    }
}
