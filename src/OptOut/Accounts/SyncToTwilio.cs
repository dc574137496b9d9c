namespace OptOut;

/// <summary>What Twilio is told of an account's consents (rule 40).</summary>
public enum SyncToTwilio
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Opt-outs: Twilio refuses to send to these recipients, whoever asks it.</summary>
    OptOuts,

    /// <summary>Opt-ins too: a consent lifts at Twilio what an opt-out closed there.</summary>
    Both,
}
