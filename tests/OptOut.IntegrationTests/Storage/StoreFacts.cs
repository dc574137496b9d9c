namespace OptOut.IntegrationTests;

/// <summary>What storage tests write: recipients, events and changes, as small as they can be.</summary>
internal static class StoreFacts
{
    public const string Sid = "AC00000000000000000000000000000001";
    public const string OtherSid = "AC00000000000000000000000000000002";
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static RecipientKey Key(string recipient = "+14155552671", string account = Sid) =>
        new(account, RecipientAddress.FromStored(recipient));

    public static LedgerEvent OptedOut(DateTimeOffset at, string sid = "SM1") =>
        new()
        {
            Type = EventType.OptedOut,
            At = at,
            Brand = "acme",
            Scope = Scope.Brand,
            Source = Sources.Message,
            Keyword = "STOP",
            Text = "stop",
            Proof = new Proof(MessageSid: sid),
            Sender = "+14155550100",
        };

    public static Receipt Receipt(string id, DateTimeOffset at) =>
        new()
        {
            Id = id,
            At = at,
            Brand = "acme",
        };

    /// <summary>The change that these drafts make of a record.</summary>
    public static Change Of(RecipientKey key, RecipientRecord before, DateTimeOffset now, Receipt? receipt, params LedgerEvent[] drafts)
    {
        var (after, events) = OptOut.Ledger.Append(before.State, key.AccountSid, drafts, now);
        return new Change(key, before, after, before.Reserved, events, receipt);
    }
}
