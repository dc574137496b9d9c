using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OptOut.Language;

namespace OptOut.Benchmarks;

/// <summary>What recognising a message costs: time and allocation of the usual one, and of the longest.</summary>
[MemoryDiagnoser, Config(typeof(InThisProcess))]
public class Recognitions
{
    private static readonly string Words = string.Concat(Enumerable.Repeat("unsubscrbie ", 134))[..1_600];
    private static readonly string Long = string.Concat(Enumerable.Repeat("I will be late again, can we move it to Friday? ", 34))[..1_600];

    [Benchmark]
    public Recognition Usual() =>
        RevocationRecogniser.BuiltIn.Recognise("I asked to be removed from this service a few times. Stop the messages.");

    [Benchmark]
    public Recognition Longest() => RevocationRecogniser.BuiltIn.Recognise(Long);

    /// <summary>The dearest text there is: words of which none is known and each is looked up with every letter left out.</summary>
    [Benchmark]
    public Recognition Dearest() => RevocationRecogniser.BuiltIn.Recognise(Words);

    [Benchmark]
    public KeywordMatch? Keyword() => KeywordTable.Standard.Match("Stop.");

    [Benchmark]
    public bool Reaction() => Language.Reaction.Is("Liked “Acme Clinics: 10% off this week. Reply STOP to stop.”");

    // A project of its own, which BenchmarkDotNet builds otherwise, finds no solution's settings and measures nothing.
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
