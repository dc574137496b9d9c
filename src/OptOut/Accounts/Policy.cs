using System.Collections.Frozen;

namespace OptOut;

/// <summary>
/// Everything configured that the rules depend on: the accounts with their brands, senders and campaigns. Immutable, valid by construction.
/// </summary>
public sealed record Policy
{
    /// <summary>The date of the Messaging Policy text that the rules implement; every ledger event carries it.</summary>
    public const string Date = "2024-11-12";

    /// <summary>
    /// The origin (and path prefix) under which Twilio reaches us; Twilio signs URLs that start with it. No trailing slash.
    /// </summary>
    public required string PublicBaseUrl { get; init; }

    /// <summary>How long ledger and receipts are kept after a recipient's last event.</summary>
    public required IsoDuration Retention { get; init; }

    /// <summary>
    /// The secrets that sign decisions (rule 33); the first signs, all verify. Empty: keys made of the accounts' auth tokens.
    /// </summary>
    public IReadOnlyList<string> DecisionKeys { get; init; } = [];

    /// <summary>What the configuration lacks without being wrong, each with its key (rule 14).</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What is worth knowing of the configuration, each with its key: how many segments a text takes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The accounts by SID.</summary>
    public required FrozenDictionary<string, Account> Accounts { get; init; }
}
