using CsCheck;

namespace OptOut.Tests;

public class RecipientAddressTests
{
    [Theory]
    [InlineData("+14155550123", "+14155550123")]
    [InlineData(" +1 (415) 555-0123 ", "+14155550123")]
    [InlineData("+1.415.555.0123", "+14155550123")]
    [InlineData("+1 [415] 555\u20110123", "+14155550123")]
    [InlineData("+1\u00a0415\u202f555 0123", "+14155550123")]
    [InlineData("whatsapp:+14155550123", "+14155550123")]
    [InlineData("WhatsApp:+1 415 555 0123", "+14155550123")]
    [InlineData("rcs:+14155550123", "+14155550123")]
    [InlineData("sms:+14155550123", "+14155550123")]
    [InlineData("messenger:1234567", "messenger:1234567")]
    [InlineData("Messenger:1234567", "messenger:1234567")]
    [InlineData("whatsapp:US.13491208655302741918", "whatsapp:US.13491208655302741918")]
    [InlineData("rcs:acme_agent", "rcs:acme_agent")]
    [InlineData("+4512345678", "+4512345678")]
    [InlineData("+99999999999", "+99999999999")]
    [InlineData("+99912345", "+99912345")]
    [InlineData("+999123456789012", "+999123456789012")]
    public void Section1_the_API_takes_a_plus_and_8_to_15_digits_or_a_channel_id(string input, string value)
    {
        Assert.True(RecipientAddress.TryParse(input, out var address, out var error), error);
        Assert.Equal(value, address.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("+")]
    [InlineData("+1234567")]
    [InlineData("+1234567890123456")]
    [InlineData("14155550123")]
    [InlineData("(415) 555-0123")]
    [InlineData("0014155550123")]
    [InlineData("whatsapp:14155550123")]
    [InlineData("sms:4155550123")]
    [InlineData("tel:4155550123")]
    [InlineData("12345")]
    [InlineData("ACME")]
    [InlineData("messenger:")]
    [InlineData("messenger:12 34")]
    [InlineData("messenger:12\u00004")]
    [InlineData("messenger:12é4")]
    [InlineData("+1415555012a")]
    [InlineData("+1415/5550123")]
    [InlineData("++14155550123")]
    [InlineData("+14155550123+")]
    [InlineData("+14155550123;ext=1")]
    [InlineData("+\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0662\u0663")]
    [InlineData("+1415555012\uff13")]
    [InlineData("\uff0b14155550123")]
    [InlineData("+1415555\u200b0123")]
    [InlineData(":+14155550123")]
    public void Section1_the_API_refuses_everything_else_and_guesses_no_country(string? input)
    {
        Assert.False(RecipientAddress.TryParse(input, out var address, out var error));
        Assert.Null(address);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Section1_an_overlong_address_is_refused() =>
        Assert.False(RecipientAddress.TryParse("messenger:" + new string('1', RecipientAddress.MaxLength), out _, out _));

    [Theory]
    [InlineData("whatsapp:14155550123")]
    [InlineData("+14155550123999999")]
    [InlineData("+1415555\u06610123")]
    public void An_error_does_not_repeat_the_number(string input)
    {
        Assert.False(RecipientAddress.TryParse(input, out _, out var error));
        Assert.DoesNotContain("415", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+14155550123", "+14155550123")]
    [InlineData("whatsapp:+14155550123", "+14155550123")]
    [InlineData("rcs:+14155550123", "+14155550123")]
    [InlineData("+99912", "+99912")]
    [InlineData("+12345678901234567890", "+12345678901234567890")]
    [InlineData("messenger:1234567", "messenger:1234567")]
    [InlineData("whatsapp:US.1349120", "whatsapp:US.1349120")]
    [InlineData("line:a/b|c#?\\", "line:a/b|c#?\\")]
    [InlineData("whatsapp:+5215512345678", "+525512345678")]
    public void Section1_an_inbound_address_is_never_refused_because_no_plan_knows_it(string from, string value) =>
        Assert.Equal(value, RecipientAddress.FromTwilio(from)?.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12345")]
    [InlineData("12345678")]
    [InlineData("ACME")]
    [InlineData("Acme Bank")]
    [InlineData("2FA")]
    [InlineData("+")]
    [InlineData("messenger:")]
    public void Section3_a_short_code_or_alphanumeric_sender_is_no_person(string? from) => Assert.Null(RecipientAddress.FromTwilio(from));

    [Theory]
    [InlineData("+5215512345678", "+525512345678")] // Mexico, the old mobile 1
    [InlineData("+5491123456789", "+541123456789")] // Argentina, Buenos Aires
    [InlineData("+5492966123456", "+542966123456")] // Argentina, four-digit area code
    [InlineData("+551187654321", "+5511987654321")] // Brazil, São Paulo
    [InlineData("+558461234567", "+5584961234567")] // Brazil, Natal
    [InlineData("+551112345678", "+5511912345678")] // Brazil, no landline begins so
    public void Section1_national_variants_are_one_person(string one, string other)
    {
        Assert.Equal(RecipientAddress.FromTwilio(one), RecipientAddress.FromTwilio("whatsapp:" + other));
        Assert.True(RecipientAddress.TryParse(one, out var first, out _) && RecipientAddress.TryParse(other, out var second, out _));
        Assert.Equal(first, RecipientAddress.FromTwilio(other));
        Assert.Equal(first.GetHashCode(), RecipientAddress.FromTwilio(one)!.GetHashCode());
    }

    [Theory]
    [InlineData("+551123456789", "+5511923456789")] // Brazil, a landline has no ninth digit
    [InlineData("+551151234567", "+5511951234567")]
    [InlineData("+5215512345678", "+15512345678")]
    [InlineData("+52155123456", "+5255123456")] // Mexico, too short for the rule
    [InlineData("+549112345678", "+54112345678")] // Argentina, too short for the rule
    [InlineData("messenger:1234567", "viber:1234567")]
    [InlineData("messenger:12345678", "+12345678")]
    [InlineData("line:Ab", "line:aB")]
    public void Section1_what_no_rule_makes_one_stays_two(string one, string other) =>
        Assert.NotEqual(RecipientAddress.FromTwilio(one), RecipientAddress.FromTwilio(other));

    [Theory]
    [InlineData("+14155550123", "+1415•••0123")]
    [InlineData("+12345678", "+1•••5678")]
    [InlineData("+123456789012345", "+1234•••2345")]
    [InlineData("+99912", "+•••")]
    [InlineData("messenger:1234567", "messenger:•••4567")]
    [InlineData("messenger:1234", "messenger:•••")]
    public void Section4_text_form_masks(string from, string masked)
    {
        var address = RecipientAddress.FromTwilio(from)!;
        Assert.Equal(masked, address.Masked);
        Assert.Equal(masked, $"{address}");
    }

    [Fact]
    public void Canonicalising_twice_changes_nothing() =>
        Numbers.Sample(number =>
        {
            var once = RecipientAddress.FromTwilio(number)!;
            Assert.Equal(once, RecipientAddress.FromTwilio(once.Value));
            Assert.Equal(once, RecipientAddress.FromStored(once.Value));
            if (RecipientAddress.TryParse(number, out var parsed, out _))
            {
                Assert.Equal(once, parsed);
            }
        });

    [Fact]
    public void Numbers_of_other_plans_stay_as_they_are() =>
        Numbers
            .Where(n => !Renumbered.Any(code => n.StartsWith(code, StringComparison.Ordinal)))
            .Sample(number => Assert.Equal(number, RecipientAddress.FromTwilio(number)!.Value));

    [Fact]
    public void No_text_makes_it_throw_and_what_the_API_takes_Twilio_may_write() =>
        Gen.String.Sample(text =>
        {
            _ = RecipientAddress.FromTwilio(text)?.Masked;
            if (RecipientAddress.TryParse(text, out var address, out _))
            {
                Assert.Equal(address, RecipientAddress.FromTwilio(address.Value));
            }
        });

    private static readonly string[] Renumbered = ["+52", "+54", "+55", "+229", "+225", "+241", "+237", "+230", "+84", "+57"];

    private static readonly string[] Prefixes = ["+", "+1", "+52", "+521", "+54", "+549", "+55", "+5511", "+55119"];

    private static readonly Gen<string> Numbers = Gen.Select(
        Gen.Int[0, Prefixes.Length - 1].Select(i => Prefixes[i]),
        Gen.Char['0', '9'].Array[8, 15],
        (prefix, digits) => (prefix + new string(digits))[..Math.Min(16, prefix.Length + digits.Length)]
    );
}
