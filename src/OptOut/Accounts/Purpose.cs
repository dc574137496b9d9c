namespace OptOut;

/// <summary>What a campaign's messages are for. In doubt the strict one: a campaign that says nothing is marketing.</summary>
public enum Purpose
{
    /// <summary>Advertises or sells: needs a written consent in +1 (rule 37) and keeps quiet hours (rule 35).</summary>
    Marketing,

    /// <summary>Tells what the recipient asked to be told.</summary>
    Informational,

    /// <summary>Belongs to something that the recipient did: an order, an appointment, a code.</summary>
    Transactional,
}
