namespace OptOut;

/// <summary>Asks whether the store answers, for health.</summary>
public interface IStorageProbe
{
    /// <summary>Throws <see cref="DependencyUnavailableException"/> unless every table can be read now.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}
