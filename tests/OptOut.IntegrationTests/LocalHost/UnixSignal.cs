using System.Diagnostics;

namespace OptOut.IntegrationTests;

/// <summary>Signals to processes, by <c>kill</c>: .NET itself sends none but SIGKILL.</summary>
internal static class UnixSignal
{
    /// <param name="signal">As <c>kill</c> takes it: <c>-STOP</c>, <c>-CONT</c>, <c>-TERM</c>.</param>
    /// <param name="process">The process' id.</param>
    public static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, $"{process}"]);
        kill.WaitForExit();
    }
}
