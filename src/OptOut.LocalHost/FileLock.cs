namespace OptOut.LocalHost;

/// <summary>Lets one process at a time do something: an exclusive lock on a file, which the system frees when its process dies.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    public static async Task<FileLock> AcquireAsync(string path, TimeProvider time, Action? waiting, CancellationToken cancellation)
    {
        for (var first = true; ; first = false)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }
            if (first)
            {
                waiting?.Invoke();
            }
            await Task.Delay(Retry, time, cancellation);
        }
    }

    private static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
