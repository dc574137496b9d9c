namespace OptOut.Tests;

/// <summary>One phone is one recipient under every spelling, or the spelling is refused and the reason named.</summary>
public class OnePersonTests
{
    [Theory]
    [InlineData("+44 (0)79111 40323", "+447911140323")]
    [InlineData("+44(0)7911 140323", "+447911140323")]
    [InlineData("+44 [0] 7911 140323", "+447911140323")]
    [InlineData("whatsapp:+44 (0)7911 140323", "+447911140323")]
    [InlineData("+49 (0)30 12345678", "+493012345678")]
    [InlineData("+33 (0)6 12 34 56 00", "+33612345600")]
    [InlineData("+33.6.12.34.56.00", "+33612345600")]
    public void Section1_a_zero_in_brackets_is_for_callers_at_home(string input, string value)
    {
        Assert.True(RecipientAddress.TryParse(input, out var address, out var error), error);
        Assert.Equal(value, address.Value);
        Assert.Equal(address, RecipientAddress.FromTwilio(input));
    }

    [Theory]
    [InlineData("+4407911140323", "within the country")]
    [InlineData("+44 0 7911 140323", "within the country")]
    [InlineData("+44 (07911) 140323", "within the country")]
    [InlineData("+49 030 12345678", "within the country")]
    [InlineData("+54 11 15 2345 6789", "within the country")]
    [InlineData("+54 9 11 15 2345 6789", "digits after the country code +54")]
    [InlineData("+1 1 415 555 0123", "within the country")]
    [InlineData("+1 (0) 415 555 0123", "zero in brackets")]
    [InlineData("+39 (0)6 69812345", "zero in brackets")]
    [InlineData("+00 1 415 555 0123", "no country code begins with 0")]
    [InlineData("+0014155550123", "no country code begins with 0")]
    [InlineData("+001 415 555 012", "no country code begins with 0")]
    [InlineData("+0447911140323", "no country code begins with 0")]
    [InlineData("+14155550123.0", "decimal zero")]
    [InlineData("14155550123.0", "decimal zero")]
    [InlineData("+493012345678.0", "decimal zero")]
    [InlineData("+376710431.0.0", "decimal zero")]
    [InlineData("+353221165.0.00", "decimal zero")]
    [InlineData("+493012345678.00", "decimal zero")]
    [InlineData("1.41556E+10", "scientific notation")]
    [InlineData("1,41556E+10", "scientific notation")]
    [InlineData("+4.47911E+11", "scientific notation")]
    [InlineData("4e11", "scientific notation")]
    [InlineData("+141555501230", "digits after the country code +1")]
    [InlineData("+1415555012", "digits after the country code +1")]
    [InlineData("+15550123", "digits after the country code +1")]
    [InlineData("+4479111403231", "digits after the country code +44")]
    [InlineData("whatsapp:whatsapp:+14155550123", "one channel")]
    [InlineData("whatsapp:sms:+14155550123", "one channel")]
    [InlineData("http://+14155550123", "one channel")]
    [InlineData("https://example.org/a", "one channel")]
    [InlineData("whatsapp:(+1)4155550123", "no country is guessed")]
    [InlineData("messenger:00+14155550123", "no country is guessed")]
    [InlineData("whatsapp:1-415-555-0123", "no country is guessed")]
    [InlineData("whatsapp:'+14155550123", "no country is guessed")]
    [InlineData("rcs:=+14155550123", "no country is guessed")]
    [InlineData("messenger:tel=+1 415 555 0123", "no country is guessed")]
    [InlineData("+3584 (12340235.00", "decimal zero")]
    [InlineData("+2431230317. 00", "decimal zero")]
    [InlineData("+67623929.00.", "decimal zero")]
    [InlineData("+44 9111111111111111111111 .0", "digits after the")]
    public void Section1_what_no_phone_can_have_is_refused_and_named(string input, string why)
    {
        Assert.False(RecipientAddress.TryParse(input, out var address, out var error), address?.Value);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("5550123", error, StringComparison.Ordinal);
        Assert.DoesNotContain("140323", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+1 415 555 0123")]
    [InlineData(" +1-415-555-0123 ")]
    [InlineData("WhatsApp:+14155550123")]
    [InlineData("WHATSAPP: +1 (415) 555-0123")]
    [InlineData("whatsapp :+14155550123")]
    [InlineData("whatsapp:14155550123")]
    [InlineData("\u202a+1 415 555 0123\u202c")]
    [InlineData("+1415\u200b5550123")]
    [InlineData("Sms:+14155550123")]
    public void Section1_an_inbound_address_is_the_same_whatever_the_channel_writes(string from) =>
        Assert.Equal("+14155550123", RecipientAddress.FromTwilio(from)?.Value);

    [Theory]
    [InlineData("+4407911140323")]
    [InlineData("+0014155550123")]
    [InlineData("+1415555012399")]
    public void Section1_an_inbound_address_that_no_plan_knows_is_kept_as_it_is(string from) =>
        Assert.Equal(from, RecipientAddress.FromTwilio(from)?.Value);

    [Theory]
    [InlineData("+229 97 12 34 56", "+2290197123456")]
    [InlineData("+229 21 31 23 45", "+2290121312345")]
    [InlineData("+225 07 12 34 56", "+2250707123456")]
    [InlineData("+225 48 12 34 56", "+2250748123456")]
    [InlineData("+225 05 12 34 56", "+2250505123456")]
    [InlineData("+225 54 12 34 56", "+2250554123456")]
    [InlineData("+225 01 12 34 56", "+2250101123456")]
    [InlineData("+225 40 12 34 56", "+2250140123456")]
    [InlineData("+225 20 21 34 56", "+2252720213456")]
    [InlineData("+225 20 01 34 56", "+2252520013456")]
    [InlineData("+225 20 81 34 56", "+2252120813456")]
    [InlineData("+225 36 81 34 56", "+2252736813456")]
    [InlineData("+241 07 12 34 56", "+24177123456")]
    [InlineData("+241 6 12 34 56", "+24166123456")]
    [InlineData("+241 01 44 12 34", "+24111441234")]
    [InlineData("+241 077 12 34 56", "+24177123456")]
    [InlineData("+237 77 12 34 56", "+237677123456")]
    [InlineData("+237 22 12 34 56", "+237222123456")]
    [InlineData("+230 712 3456", "+23057123456")]
    [InlineData("+84 120 123 4567", "+84701234567")]
    [InlineData("+84 169 123 4567", "+84391234567")]
    [InlineData("+57 1 212 3456", "+576012123456")]
    public void Section1_a_renumbered_plan_s_old_form_is_the_person_of_the_new(string old, string now)
    {
        Assert.True(RecipientAddress.TryParse(old, out var before, out var error), error);
        Assert.True(RecipientAddress.TryParse(now, out var after, out error), error);
        Assert.Equal(now, before.Value);
        Assert.Equal(after, before);
        Assert.Equal(after, RecipientAddress.FromTwilio(old));
        Assert.Equal(after, RecipientAddress.FromTwilio("whatsapp:" + now));
    }

    [Theory]
    [InlineData("messenger:a/b")]
    [InlineData("messenger:a%2Fb")]
    [InlineData("messenger:a?b#c;d=e&f")]
    [InlineData("whatsapp:US.13491208655302741918")]
    [InlineData("messenger:12-34")]
    public void Section1_a_channel_id_stands_for_itself(string id)
    {
        Assert.True(RecipientAddress.TryParse(id, out var address, out var error), error);
        Assert.Equal(id, address.Value);
        Assert.Equal(address, RecipientAddress.FromTwilio(id));
    }
}
