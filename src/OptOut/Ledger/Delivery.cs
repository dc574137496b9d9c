namespace OptOut;

/// <summary>What Twilio last said of a message on its way to the phone.</summary>
/// <param name="Status">Twilio's word: <c>delivered</c>, <c>undelivered</c>, <c>failed</c>, <c>read</c>.</param>
/// <param name="ErrorCode">Twilio's error number, where it did not arrive.</param>
/// <param name="At">When we heard of it.</param>
public sealed record Delivery(string Status, int? ErrorCode, DateTimeOffset At);
