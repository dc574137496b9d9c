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

    /// <summary>The lock, or null while any other process holds it, exclusively or shared.</summary>
    public static FileLock? TryAcquire(string path) => Open(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>
    /// A lock that several may hold together and that keeps <see cref="TryAcquire"/> out; null while one is held exclusively.
    /// </summary>
    public static FileLock? TryShare(string path)
    {
        if (!File.Exists(path))
        {
            using var created = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        return Open(path, FileAccess.Read, FileShare.Read);
    }

    public void Dispose() => file.Dispose();

    private static FileLock? Open(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
