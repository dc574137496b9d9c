using BenchmarkDotNet.Attributes;
using OptOut.Language;

namespace OptOut.Benchmarks;

/// <summary>What recognising a message costs: time and allocation of the usual one, and of the longest.</summary>
[MemoryDiagnoser, ShortRunJob]
public class Recognitions
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("I will be late again, can we move it to Friday? ", 34))[..1_600];

    [Benchmark]
    public Recognition Usual() => RevocationRecogniser.BuiltIn.Recognise("I asked to be removed from this service a few times. Stop the messages.");

    [Benchmark]
    public Recognition Longest() => RevocationRecogniser.BuiltIn.Recognise(Long);

    [Benchmark]
    public KeywordMatch? Keyword() => KeywordTable.Standard.Match("Stop.");

    [Benchmark]
    public bool Reaction() => Language.Reaction.Is("Liked “Acme Clinics: 10% off this week. Reply STOP to stop.”");
}
