namespace OptOut.Http;

/// <summary>How long after its <c>recordedAt</c> a change of another instance of this app may still be on its way to the store, clocks that differ included.</summary>
/// <param name="LatestCommit">Zero where there is no other instance.</param>
public sealed record PeerInstances(TimeSpan LatestCommit);
