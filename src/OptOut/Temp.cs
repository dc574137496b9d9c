namespace OptOut;
public sealed record RevocationMatch(string Phrase);
public static class PlainLanguageRevocation { public static RevocationMatch? Find(string t) => null; }
public sealed record Finding(string Type, int Start, int Length, string? Text);
public static class MessageFindings { public static IReadOnlyList<Finding> Find(string b, string n, bool identifySender, bool optOutLanguage) => []; }
