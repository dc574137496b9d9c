using System.Security.Cryptography;
using System.Text;

namespace OptOut.Http;

/// <summary>
/// What stands for a person in a page's address, where a number would stay in histories and logs (ADR 0480): the address, encrypted under
/// the account's key. It can stand for <c>{recipient}</c> in every path. Nothing is kept of it; the same person always gets the same one,
/// so that a bookmark holds.
/// </summary>
internal sealed class PersonTokens(Policy policy)
{
    private const string Prefix = "p1.";
    private const int MaxLength = 1000;
    private readonly AccountKeys keys = new(policy, "person");

    /// <summary>The token of a person; null for an account without any secret, which no key of an API can belong to.</summary>
    public string? Of(string accountSid, string recipient)
    {
        if (keys.Of(accountSid) is not [var key, ..])
        {
            return null;
        }

        var plain = Encoding.UTF8.GetBytes(recipient);
        // The nonce depends on the whole text, so one key never seals two texts under the same.
        return Prefix + SealedText.Seal(key, HMACSHA256.HashData(key, plain).AsSpan(0, SealedText.NonceSize), plain);
    }

    /// <summary>The address behind a token of the account; null where the text is none.</summary>
    public string? Open(string accountSid, string? text) =>
        text is { Length: <= MaxLength } && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? keys.Of(accountSid)
                .Select(key => SealedText.Open(key, text.AsSpan(Prefix.Length)))
                .FirstOrDefault(recipient => recipient is not null)
            : null;
}
