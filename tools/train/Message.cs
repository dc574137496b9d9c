namespace OptOut.Train;

/// <summary>A labelled message.</summary>
/// <param name="Source">Where it comes from: a corpus' name.</param>
/// <param name="Language">en, es, fr, de or pt.</param>
/// <param name="IsRevocation">Its label.</param>
/// <param name="Kind">What sort of message it is: polite, angry, court …</param>
/// <param name="Text">What was texted.</param>
/// <param name="Family">The line of the corpus that it comes from: what one line gives is learned together or not at all.</param>
internal sealed record Message(string Source, string Language, bool IsRevocation, string Kind, string Text, string Family)
{
    /// <summary>Which of five parts it is in, by a hash of its family.</summary>
    public int Fold { get; } = (int)(Numbers.Hash(Family) % 5);

    /// <summary>Somebody really sent it: it is of the SMS collection.</summary>
    public bool IsCollected => Source == Corpora.Collection;
}
