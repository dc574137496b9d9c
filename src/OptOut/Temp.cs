namespace OptOut;
public sealed record RevocationMatch(string Phrase);
public static class PlainLanguageRevocation { public static RevocationMatch? Find(string t) => null; }
public enum Content { General, Alcohol, Firearms, Gambling, Tobacco, Adult, Cannabis, Prescription, Prohibited }
public enum ContentVerdict { Allowed, ContentProhibited, AgeNotVerified }
public sealed record ContentDecision(ContentVerdict Verdict);
public static class ContentRules { public static ContentDecision Decide(Content c, RecipientAddress a, int? age) => new(ContentVerdict.Allowed); }
public sealed record Finding(string Type, int Start, int Length, string? Text);
public static class MessageFindings { public static IReadOnlyList<Finding> Find(string b, string n, bool identifySender, bool optOutLanguage) => []; }
