namespace OptOut.IntegrationTests;

/// <summary>
/// Tests that need the whole machine, or stop something that other tests need: they run one after another when all others are done.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
