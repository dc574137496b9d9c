namespace OptOut;

/// <summary>
/// What is kept of a recipient's link (rule 42). The recipient is readable only with the link itself in hand, of which no copy is kept.
/// </summary>
/// <param name="AccountSid">The account, <c>AC…</c>.</param>
/// <param name="Brand">The brand's id.</param>
/// <param name="Until">From then on the link leads nowhere.</param>
/// <param name="Sealed">The recipient's address, encrypted under the link's own secret.</param>
public sealed record KeptLink(string AccountSid, string Brand, DateTimeOffset Until, byte[] Sealed);
