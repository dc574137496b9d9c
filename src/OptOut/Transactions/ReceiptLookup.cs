namespace OptOut;

/// <summary>
/// How a change finds its receipt. A new receipt is not read first: a repetition conflicts with it in the transaction, or finds its message
/// among the recent ones of the state, and reads it then (ADR 0411).
/// </summary>
/// <param name="Id">The receipt's id; null: the change has none.</param>
/// <param name="Exists">It was written before, so it is read beside the state.</param>
/// <param name="AtHand">As the caller has just read it: the first decision goes by this.</param>
public readonly record struct ReceiptLookup(string? Id, bool Exists = false, Receipt? AtHand = null)
{
    /// <summary>A receipt that every change of its kind writes: a repetition cannot commit.</summary>
    public static implicit operator ReceiptLookup(string? id) => new(id);

    /// <summary>A receipt that somebody wrote before.</summary>
    public static ReceiptLookup Of(string id) => new(id, Exists: true);

    /// <summary>A receipt that the caller has read.</summary>
    public static ReceiptLookup Of(Receipt receipt) => new(receipt.Id, Exists: true, receipt);

    /// <summary>The lookup after a lost race: what was at hand is out of date, and a receipt that did not exist may exist now.</summary>
    internal ReceiptLookup Again => this with { Exists = true, AtHand = null };
}
