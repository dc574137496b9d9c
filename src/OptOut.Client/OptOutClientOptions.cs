namespace OptOut.Client;

/// <summary>Where OptOut is and who asks.</summary>
public sealed class OptOutClientOptions
{
    /// <summary>The address of OptOut, such as <c>https://optout.example.com</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The account's API key; <c>read</c> suffices for checks, <c>write</c> is needed to reserve and to record sends.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The brand where a request names none.</summary>
    public string? Brand { get; set; }

    /// <summary>How long a call may take in all, retries included. After that a check says no.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
