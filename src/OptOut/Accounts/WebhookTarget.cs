namespace OptOut;

/// <summary>Where an account's consent events are posted to (rule 43).</summary>
/// <param name="Url">The receiver; https, or http on this machine.</param>
/// <param name="Secrets">The Standard Webhooks secrets (<c>whsec_…</c>); each signs, so that a receiver can change from one to the
/// next.</param>
public sealed record WebhookTarget(Uri Url, IReadOnlyList<string> Secrets);
