namespace OptOut.Http;

/// <summary>What the types of requests do not tell: every field may be missing there, so that the endpoint can say which one it misses.</summary>
/// <param name="Required">The fields that must be there.</param>
/// <param name="Words">The fields that take one of a few words.</param>
internal sealed record RequestFields(string[] Required, params (string Field, IEnumerable<string> Words)[] Words)
{
    private static readonly (string, IEnumerable<string>) Kind = ("kind", Names<CheckKind>());
    private static readonly (string, IEnumerable<string>) Scope = ("scope", Names<Scope>());

    /// <summary>By the request's type; none of them takes a field that it does not know.</summary>
    public static readonly IReadOnlyDictionary<Type, RequestFields> Of = new Dictionary<Type, RequestFields>
    {
        [typeof(ConsentRequest)] = new(
            ["recipient", "campaigns", "basis", "method", "obtainedAt", "statement", "proof"],
            ("basis", Names<Basis>().Where(b => b != KebabCase<Basis>.Name(Basis.Conversation))), ("method", ConsentMethods.Accepted.Order(StringComparer.Ordinal))),
        [typeof(ProofBody)] = new([]),
        [typeof(AgeVerifiedBody)] = new(["minimumAge", "method", "verifiedAt"]),
        [typeof(FrequencyBody)] = new(["max", "per"]),
        [typeof(SuppressionRequest)] = new(["reason", "source"], Scope, ("source", Sources.Manual)),
        [typeof(SuppressionImportLine)] = new(["recipient"], Scope),
        [typeof(HoldRequest)] = new(["hold", "reason", "actor"]),
        [typeof(CorrectionRequest)] = new(["reason", "actor"]),
        [typeof(WithdrawalRequest)] = new([]),
        [typeof(CheckBatch)] = new(["checks"]),
        [typeof(CheckItem)] = new(["recipient"], Kind),
        [typeof(PreferencesRequest)] = new([]),
        [typeof(LinkRequest)] = new(["recipient"]),
        [typeof(PersonSearch)] = new([]),
        [typeof(DownloadRequest)] = new(["what"], ("what", ["suppressions", "evidence"])),
        [typeof(ReviewRequest)] = new(["decision", "reason", "actor"], ("decision", Names<ReviewDecision>())),
        [typeof(SendRequest)] = new(["recipient", "kind", "messageSid", "sentAt"], Kind),
    };

    private static string[] Names<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(KebabCase<T>.Name)];
}
