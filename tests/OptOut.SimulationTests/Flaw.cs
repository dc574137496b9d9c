namespace OptOut.SimulationTests;

/// <summary>A bug to plant, each one that a hurried change could bring in. The simulation has to find every one.</summary>
internal enum Flaw
{
    None,

    /// <summary>Two hosts may both claim a confirmation: the receipt is replaced whatever its version.</summary>
    ClaimWithoutETag,

    /// <summary>A change overwrites what somebody else changed meanwhile.</summary>
    LostUpdate,

    /// <summary>Two searches follow each other too soon for an answer under way, or for Twilio's list, to show.</summary>
    SearchesInABreath,

    /// <summary>Twilio could not be asked, which is taken for "Twilio does not have it".</summary>
    FailedSearchIsEmpty,

    /// <summary>Our call may have been taken, which is taken for "it was not".</summary>
    UnknownIsNotTaken,

    /// <summary>The receipt keeps its route, so that a redelivery is answered with TwiML after the REST call.</summary>
    RouteKept,

    /// <summary>The follow-up is cancelled when publishing has begun.</summary>
    CancelledBeforePublished,

    /// <summary>The message is committed when scheduling its follow-up has begun.</summary>
    CommittedBeforeScheduled,

    /// <summary>A follow-up is deleted from the queue when it is taken, not when it is done.</summary>
    DeletedBeforeHandled,

    /// <summary>What a host had taken when it died stays hidden from the others for hours.</summary>
    HiddenTooLong,
}
