namespace OptOut;
public sealed record RevocationMatch(string Phrase);
public static class PlainLanguageRevocation { public static RevocationMatch? Find(string t) => null; }
