namespace OptOut.Benchmarks;

/// <summary>How much is measured.</summary>
internal static class Scale
{
    /// <summary>Small numbers and one round, to see that a table works on a machine that is not quiet (<c>--smoke</c>); never recorded.</summary>
    public static bool IsSmoke { get; set; }
}
