namespace OptOutFunctions;

/// <summary>Tells the host to deliver a follow-up again. It says nothing of the cause, which is in the log line before it.</summary>
internal sealed class FollowUpFailedException() : Exception("The follow-up failed; the host delivers it again.");
