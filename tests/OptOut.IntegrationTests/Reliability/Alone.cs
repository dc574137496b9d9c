namespace OptOut.IntegrationTests;

/// <summary>
/// Tests that take the whole machine, or stop what others count on being quick: they run one after another when all others are done.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
