using System.Diagnostics.CodeAnalysis;

namespace OptOut;

/// <summary>
/// A person's address, canonical: E.164 without channel prefix, so that an opt-out on one channel holds on all
/// (<c>whatsapp:+14155550123</c> and <c>+14155550123</c> are one person), national variants of a number made one.
/// A channel id with no number (<c>messenger:1234567</c>) stands for itself.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> masks: an address must not reach a log by accident. <see cref="Value"/> is the whole one.
/// No country is ever guessed and no numbering plan asked: a number it does not know yet is still a person who can opt out.
/// </remarks>
public sealed record RecipientAddress
{
    /// <summary>The longest address taken through the API, in UTF-16 units. Numbers are far shorter; this bounds channel ids.</summary>
    public const int MaxLength = 256;

    /// <summary>The fewest digits that the API takes after the <c>+</c>.</summary>
    public const int MinDigits = 8;

    /// <summary>The most digits that E.164 knows (ITU-T E.164, 6.2.1).</summary>
    public const int MaxDigits = 15;

    /// <summary>Channels whose addresses are phone numbers and nothing else, so that one without <c>+</c> is a mistake.</summary>
    private static readonly string[] NumberOnlyChannels = ["sms", "mms", "tel"];

    private RecipientAddress(string value) => Value = value;

    /// <summary>
    /// The canonical address: <c>+14155550123</c> or <c>messenger:1234567</c>. May hold any character; a store must encode it.
    /// </summary>
    public string Value { get; }

    /// <summary>Whether it is a phone number (<c>+</c> and digits), not a channel id.</summary>
    public bool IsNumber => Value[0] == '+';

    /// <summary>
    /// The address for logs and traces: <c>+1415•••0123</c>, <c>messenger:•••4567</c>. At least three characters stay hidden.
    /// </summary>
    public string Masked
    {
        get
        {
            var start = IsNumber ? 1 : Value.IndexOf(':', StringComparison.Ordinal) + 1;
            var id = Value.AsSpan(start);
            var head = IsNumber ? Math.Clamp(id.Length - 7, 0, 4) : 0;
            var tail = id.Length >= 7 ? 4 : 0;
            return string.Concat(Value.AsSpan(0, start), id[..head], "•••", id[(id.Length - tail)..]);
        }
    }

    /// <summary>Reads an address that a sender gave us through the API.</summary>
    /// <param name="input"> <c>+</c> and 8 to 15 digits, with spaces, dots, hyphens and brackets between them as people write them, an
    /// optional channel prefix before them (<c>whatsapp:</c>); or a channel prefix and an id. </param>
    /// <param name="address">The canonical address.</param>
    /// <param name="error">What is wrong, without repeating the input.</param>
    public static bool TryParse(string? input, [NotNullWhen(true)] out RecipientAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        var text = input?.Trim() ?? "";
        error = text.Length switch
        {
            0 => "A recipient is required.",
            > MaxLength => $"A recipient has at most {MaxLength} characters.",
            _ => null,
        };
        if (error is not null)
        {
            return false;
        }

        var (channel, rest) = AddressText.Split(text);
        if (channel is null || rest.StartsWith('+') || NumberOnlyChannels.Contains(channel, StringComparer.Ordinal))
        {
            address = NumberReader.TryRead(rest, out var number, out error) ? new RecipientAddress(number) : null;
            return address is not null;
        }

        error = ChannelIdError(channel, rest);
        address = error is null ? new RecipientAddress($"{channel}:{rest}") : null;
        return error is null;
    }

    /// <summary>
    /// The address that Twilio reports as a message's <c>From</c>. Never refused because a numbering plan does not know it.
    /// </summary>
    /// <param name="from">E.164, or a channel prefix with a number or an id. Twilio's signature vouches for it.</param>
    /// <returns>Null for what is no person: a short code, an alphanumeric sender id, nothing at all.</returns>
    public static RecipientAddress? FromTwilio(string? from)
    {
        var (channel, rest) = AddressText.Split(AddressText.Visible(from ?? ""));
        if (NumberReader.Loosely(rest) is { } number)
        {
            return new RecipientAddress(number);
        }

        if (channel is null || rest.Length == 0)
        {
            return null;
        }

        // WhatsApp names its users by their numbers without a plus; its other ids, and those of RCS, are no digits alone.
        return
            (channel is "whatsapp" or "rcs" || NumberOnlyChannels.Contains(channel, StringComparer.Ordinal))
            && AddressText.IsDigits(rest)
            && rest.Length is >= MinDigits and <= MaxDigits
            && rest[0] != '0'
            ? new RecipientAddress(NumberEquivalence.Canonical("+" + rest))
            : new RecipientAddress($"{channel}:{rest}");
    }

    /// <summary>
    /// An address that we canonicalised before and kept. Taken as it is, so that a later equivalence never orphans a row.
    /// </summary>
    public static RecipientAddress FromStored(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return new RecipientAddress(value);
    }

    /// <summary>The masked address. See <see cref="Masked"/>.</summary>
    public override string ToString() => Masked;

    private static string? ChannelIdError(string channel, string id)
    {
        if (id.Length == 0)
        {
            return "A recipient needs a number or an id after its channel.";
        }

        if (id.StartsWith('/') || AddressText.Split(id).Channel is not null)
        {
            return "A recipient has one channel and its id, such as messenger:1234567: no URL, and no channel within a channel.";
        }

        // WhatsApp knows ids that are no numbers, but they begin with a country's letters: all else there, and a number with its plus
        // anywhere, is a number that is not written as one.
        if ((channel is "whatsapp" or "rcs" && !char.IsAsciiLetter(id[0])) || NumberReader.HoldsNumber(id))
        {
            return "A recipient needs '+' and the country code; no country is guessed.";
        }

        return id.Any(c => c is <= ' ' or > '~') ? "A channel id may hold printable ASCII characters without spaces only." : null;
    }
}
