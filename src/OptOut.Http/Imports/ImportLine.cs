namespace OptOut.Http;

/// <summary>One record of an upload, or what is wrong with it.</summary>
/// <param name="Number">The line of the input where it starts, as an editor counts: from 1, the header included.</param>
internal sealed record ImportLine<T>(long Number, T? Record, IDictionary<string, string[]>? Errors)
    where T : class
{
    /// <summary>The last line of a record that takes several; null for one line.</summary>
    public long? LastNumber { get; init; }

    public static ImportLine<T> Wrong(long number, string field, string what) =>
        new(number, null, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });
}

/// <summary>The upload cannot be read on: what came before stands, and the rest is for another try.</summary>
internal sealed class UnreadableUploadException : Exception
{
    public UnreadableUploadException()
        : this("The upload cannot be read.") { }

    public UnreadableUploadException(string message)
        : base(message) { }

    public UnreadableUploadException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>The result of one line of input.</summary>
public sealed record ImportLineResult
{
    public required long Line { get; init; }

    /// <summary>The last line of input that the record takes, where a cell in quotes spans several.</summary>
    public long? LastLine { get; init; }
    public string? Recipient { get; init; }
    public required ImportResult Result { get; init; }

    /// <summary>The newer ledger event that supersedes it.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>What is odd about the line though it was taken: <c>shared-proof</c>.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>What is wrong with which field.</summary>
    public IDictionary<string, string[]>? Errors { get; init; }
}

/// <summary>The last line of an import's answer. Without <c>complete: true</c> the upload has to be repeated.</summary>
public sealed record ImportEnd
{
    /// <summary>How many lines came to which result; <c>lines</c> is their sum.</summary>
    public required IReadOnlyDictionary<string, long> Summary { get; init; }
    public required bool Complete { get; init; }
    public bool? DryRun { get; init; }

    /// <summary>How many columns were passed over, because they mean nothing to us.</summary>
    public int? IgnoredColumns { get; init; }

    /// <summary>Why it is not complete.</summary>
    public string? Detail { get; init; }
}
