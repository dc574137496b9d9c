using System.Diagnostics;

namespace OptOut.IntegrationTests;

/// <summary>Looks again, shortly after, until it is so.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task Is(Func<bool> isSo, double seconds, string otherwise) => AsyncIs(() => Task.FromResult(isSo()), seconds, otherwise);

    public static async Task AsyncIs(Func<Task<bool>> isSo, double seconds, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"After {seconds} s {otherwise}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
