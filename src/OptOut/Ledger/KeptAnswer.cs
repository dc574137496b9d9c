namespace OptOut;

/// <summary>An answer that a repeated request gets again.</summary>
/// <param name="RequestHash">SHA-256 of the request, to tell a repetition from a reuse of the key.</param>
/// <param name="Status">The HTTP status; 0 while the request is under way, or after a crash before it was answered.</param>
/// <param name="Body">The answer's body.</param>
public sealed record KeptAnswer(string RequestHash, int Status = 0, string Body = "");
