namespace OptOut;

/// <summary>
/// How the last attempt to publish consent events ended, for health. No caller waits for a publication, so nothing else would show that it
/// fails.
/// </summary>
public sealed class LastPublication
{
    private volatile bool failed;

    /// <summary>
    /// The broker did not take the last events that it was given. False where nothing was published yet, or nobody subscribes.
    /// </summary>
    public bool HasFailed => failed;

    /// <summary>The broker took them.</summary>
    public void Taken() => failed = false;

    /// <summary>The broker could not be reached, or refused them.</summary>
    public void Failed() => failed = true;
}
