namespace OptOut;

/// <summary>
/// Lets one caller after the other through for each recipient. Some recipients share a lock, so that memory does not grow with their
/// number.
/// </summary>
internal sealed class Turns
{
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the recipient's turn, which lasts until what it returns is disposed.</summary>
    public async Task<Turn> EnterAsync(RecipientKey key, CancellationToken cancellation)
    {
        var gate = gates[(uint)key.GetHashCode() % gates.Length];
        await gate.WaitAsync(cancellation);
        return new Turn(gate);
    }

    /// <summary>One turn.</summary>
    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
