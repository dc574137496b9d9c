using System.Collections.Frozen;
using System.Globalization;
using CsCheck;
using PhoneNumbers;

namespace OptOut.Tests;

/// <summary>
/// Over phones of every country, and over what people, spreadsheets and channels make of their numbers: no two spellings of one phone are
/// two recipients. Thousands are tried in every build; <c>OPTOUT_SPELLINGS=5000000</c> tries that many (<c>docs/reliability.md</c> has the
/// figures).
/// </summary>
public class SpellingProperties
{
    /// <summary>A phone as its country's plan has it, and the number as people there dial it.</summary>
    private sealed record Phone(string International, string CountryCode, string National, string? TrunkPrefix);

    private static readonly long Tries = long.TryParse(
        Environment.GetEnvironmentVariable("OPTOUT_SPELLINGS"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var tries
    )
        ? tries
        : 5_000;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>All but Ascension Island: it has five-digit numbers, and six-digit ones that are these behind a zero.</summary>
    private static readonly string[] Regions =
    [
        .. Plans.GetSupportedRegions().Where(region => region != "AC").Order(StringComparer.Ordinal),
    ];

    private static readonly Gen<Phone> Phones = Gen.Select(
            OneOf(Regions),
            OneOf(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE),
            Gen.Int[0, 9999]
        )
        .Select(
            (region, type, tail) =>
            {
                var example = Plans.GetExampleNumberForType(region, type) ?? Plans.GetExampleNumber(region);
                var code = $"{example.CountryCode}";
                var national = Plans.GetNationalSignificantNumber(example);
                national = $"{national[..^4]}{tail:D4}";
                return new Phone($"+{code}{national}", code, national, Plans.GetNddPrefixForRegion(region, true));
            }
        )
        .Where(phone => phone.International.Length > RecipientAddress.MinDigits);

    private static readonly string[] Separators = ["", "", " ", "-", ".", "\u00a0", "\u2011", " (", ") ", "[", "\u2009"];

    private static readonly Gen<Func<Phone, string>> Spellings = Gen.OneOf(
        Gen.Const<Func<Phone, string>>(p => p.International),
        Gen.Const<Func<Phone, string>>(p => $"+{p.CountryCode} (0){p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"+{p.CountryCode} {p.TrunkPrefix}{p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"+{p.CountryCode} ({p.TrunkPrefix}){p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"+00{p.CountryCode}{p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"+0{p.CountryCode}{p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"+011{p.CountryCode}{p.National}"),
        Gen.Const<Func<Phone, string>>(p => $"{p.International}.0"),
        Gen.Const<Func<Phone, string>>(p => $"{p.International}.00"),
        Gen.Const<Func<Phone, string>>(p => $"+{p.CountryCode}.{p.National}"),
        Gen.Const<Func<Phone, string>>(p => Domestic(p)),
        OneOf(
                "whatsapp:",
                "WhatsApp:",
                "sms: ",
                "RCS:",
                "tel:",
                "Messenger:",
                "whatsapp:whatsapp:",
                "http://",
                "whatsapp:00",
                "whatsapp:(",
                "'",
                "="
            )
            .Select<string, Func<Phone, string>>(prefix => p => prefix + p.International),
        Gen.Select(OneOf(Separators).Array[20], Gen.Int[2, 5])
            .Select<string[], int, Func<Phone, string>>(
                (separators, every) =>
                    p =>
                        string.Concat(
                            p.International.Select((c, i) => i > 0 && i % every == 0 ? separators[i % separators.Length] + c : $"{c}")
                        )
            )
    );

    /// <summary>
    /// What comes with a number when it is copied: white space of any kind, marks of direction, digits of another width, a channel.
    /// </summary>
    private static readonly Gen<Func<string, string>> Dressings = Gen.OneOf(
        Gen.Const<Func<string, string>>(text => text),
        Gen.Const<Func<string, string>>(text => $" \t{text}\u00a0"),
        Gen.Const<Func<string, string>>(text => $"\u202a{text}\u202c"),
        Gen.Const<Func<string, string>>(text => $"\u200e{text}"),
        Gen.Const<Func<string, string>>(text => text.Replace('0', '\uff10')),
        Gen.Const<Func<string, string>>(text => text.Replace('+', '\uff0b')),
        Gen.Const<Func<string, string>>(text => text.TrimStart('+')),
        Gen.Const<Func<string, string>>(text => $"{text};ext=0"),
        OneOf("whatsapp:", "WHATSAPP :", "sms:", "tel:", "rcs:").Select<string, Func<string, string>>(channel => text => channel + text),
        Gen.Select(OneOf(Separators), Gen.Int[1, 12])
            .Select<string, int, Func<string, string>>((separator, at) => text => text.Insert(Math.Min(at, text.Length), separator))
    );

    [Fact]
    public void Section1_whatever_two_spellings_of_one_phone_they_are_one_recipient_or_refused() =>
        Gen.Select(Phones, Spellings, Dressings, Spellings, Dressings)
            .Sample(
                (phone, one, dressedOne, other, dressedOther) =>
                {
                    var person = RecipientAddress.FromTwilio(phone.International)!;
                    foreach (var text in (string[])[dressedOne(one(phone)), dressedOther(other(phone))])
                    {
                        if (
                            RecipientAddress.TryParse(text, out var address, out var error)
                            && address != person
                            && !IsAnotherPhone(phone, address)
                        )
                        {
                            Assert.Fail($"{text} is {address.Value}, {phone.International} is {person.Value}");
                        }

                        Assert.True(address is not null || error is { Length: > 0 and < 250 });
                    }
                },
                iter: Tries,
                print: p => $"{p.Item1} {p.Item3(p.Item2(p.Item1))} {p.Item5(p.Item4(p.Item1))}"
            );

    [Fact]
    public void Section1_what_the_API_takes_is_the_person_that_the_channel_names() =>
        Gen.Select(Phones, Spellings, Dressings)
            .Sample(
                (phone, spelling, dressed) =>
                {
                    var text = dressed(spelling(phone));
                    if (RecipientAddress.TryParse(text, out var address, out _))
                    {
                        Assert.Equal(address, RecipientAddress.FromTwilio(text));
                        Assert.True(RecipientAddress.TryParse(address.Value, out var again, out var error), error);
                        Assert.Equal(address, again);
                    }
                },
                iter: Tries
            );

    /// <summary>
    /// What a channel may make of a number on its way to us: spaces, hyphens and marks anywhere, and its own name in any case.
    /// </summary>
    private static readonly Gen<Func<string, string>> Channels = Gen.Select(
            OneOf("", "whatsapp:", "WhatsApp:", "WHATSAPP: ", "rcs:", "RCS :", "sms:", "Mms:"),
            OneOf(Separators),
            Gen.Int[1, 15],
            OneOf("", " ", "\u202a", "\u200e", "\u00a0")
        )
        .Select<string, string, int, string, Func<string, string>>(
            (channel, separator, at, around) =>
                number => $"{around}{channel}{number.Insert(Math.Min(at, number.Length), separator)}{around}"
        );

    [Fact]
    public void Section1_an_inbound_address_is_never_refused_and_comes_out_the_same_whatever_its_channel_writes() =>
        Gen.Select(Phones, Channels)
            .Sample(
                (phone, written) =>
                    Assert.Equal(
                        RecipientAddress.FromTwilio(phone.International)!,
                        RecipientAddress.FromTwilio(written(phone.International))
                    ),
                iter: Tries
            );

    [Fact]
    public void Section1_digits_that_no_plan_knows_are_somebody_too_and_the_same_one_however_they_are_written() =>
        Gen.Select(Gen.Char['0', '9'].Array[1, 20], Channels)
            .Sample(
                (digits, written) =>
                {
                    var number = $"+{new string(digits)}";
                    var person = RecipientAddress.FromTwilio(number);
                    Assert.NotNull(person);
                    Assert.Equal(person, RecipientAddress.FromTwilio(written(number)));
                },
                iter: Tries
            );

    [Fact]
    public void Section1_the_sender_that_was_texted_is_found_whatever_the_channel_writes() =>
        Gen.Select(Phones, Channels)
            .Sample(
                (phone, written) =>
                {
                    var to = written(phone.International);
                    var channel = AddressText.Split(AddressText.Visible(to)).Channel;
                    var sender = new Sender(
                        AddressText.Normal(channel is null ? phone.International : $"{channel}:{phone.International}"),
                        OptOutHandledBy.App
                    );
                    var account = Desk.Account with
                    {
                        Brands = new[] { Clinic.Acme with { Senders = [sender] } }.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
                    };
                    Assert.Equal(sender, account.FindSender(to)?.Sender);
                },
                iter: Math.Max(500, Tries / 10)
            );

    [Fact]
    public void Section1_every_country_s_plain_numbers_are_taken() =>
        Phones.Sample(
            phone => Assert.True(RecipientAddress.TryParse(phone.International, out _, out var error), $"{phone.International}: {error}"),
            iter: Tries
        );

    /// <summary>
    /// Where no trunk prefix is known, a number with a zero before it can be somebody else's: Italy's landlines keep theirs, its mobiles
    /// have none.
    /// </summary>
    private static bool IsAnotherPhone(Phone phone, RecipientAddress address) =>
        phone.TrunkPrefix is null && Plans.IsValidNumber(Plans.Parse(address.Value, null));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>
    /// As callers at home write it behind the country code: with a trunk prefix, in Argentina also with 15 after the area code.
    /// </summary>
    private static string Domestic(Phone phone) =>
        phone.CountryCode switch
        {
            "54" => $"+54 {phone.National.TrimStart('9')[..2]} 15 {phone.National.TrimStart('9')[2..]}",
            "52" => $"+52 1 {phone.National}",
            "7" => $"+7 8 {phone.National}",
            "1" => $"+1 1 {phone.National}",
            _ => $"+{phone.CountryCode}-0-{phone.National}",
        };
}
