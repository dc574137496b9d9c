namespace OptOut;

/// <summary>Whether somebody who opted out, and then writes something else, may be answered (rule 11).</summary>
public enum ReplyAfterOptOut
{
    /// <summary>Within the conversation that they opened.</summary>
    Allowed,

    /// <summary>Not before a new consent.</summary>
    Never,
}
