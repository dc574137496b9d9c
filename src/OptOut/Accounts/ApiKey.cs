namespace OptOut;

/// <summary>An API key as we keep it: never the key itself.</summary>
/// <param name="Hash">SHA-256 of the key's UTF-8 bytes.</param>
public sealed record ApiKey(byte[] Hash, Permission Permission);

/// <summary>What a key may do; each includes the one before.</summary>
public enum Permission
{
    Read,
    Write,
    Admin,
}
