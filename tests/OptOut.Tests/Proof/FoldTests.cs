namespace OptOut.Tests;

/// <summary>Rule 34: a chain is folded only whole: each event is the next, follows the one before, and says what it said.</summary>
public sealed class FoldTests
{
    private const string Number = "+14155552671";
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LedgerEvent First = Link(1, null);
    private static readonly LedgerEvent Second = Link(2, First.Hash);

    /// <summary>An event that is whole by itself.</summary>
    private static LedgerEvent Link(long sequence, string? head, string recipient = Number) =>
        HashChain.Link(
            new LedgerEvent
            {
                Id = Ledger.EventId(Clinic.Account, recipient, sequence),
                Sequence = sequence,
                RecordedAt = At,
                Type = EventType.OptedOut,
                At = At,
                Brand = "acme",
                Scope = Scope.Brand,
                Source = "phone",
            },
            recipient,
            head
        );

    [Fact]
    public void Rule34_a_whole_chain_folds_to_its_end()
    {
        var state = Ledger.Fold(Number, [First, Second]);
        Assert.Equal((2, Second.Hash, Second.Id), (state.LastSequence, state.Head, state.Brand("acme").Suppression!.Event));
    }

    public static TheoryData<string> Breaks =>
        ["follows nothing", "follows another", "skips a number", "repeats", "was changed", "is another's"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Rule34_a_chain_that_is_broken_in_one_way_alone_is_not_folded(string how)
    {
        var second = how switch
        {
            "follows nothing" => Link(2, null),
            "follows another" => Link(2, Second.Hash),
            "skips a number" => Link(3, First.Hash),
            "repeats" => Link(1, First.Hash),
            "was changed" => Second with { Brand = "vineyard" },
            _ => Link(2, First.Hash, "+14155552672"),
        };
        Assert.Throws<BrokenChainException>(() => Ledger.Fold(Number, [First, second]));
    }
}
