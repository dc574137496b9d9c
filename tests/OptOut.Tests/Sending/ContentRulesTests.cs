using CsCheck;

namespace OptOut.Tests;

public class ContentRulesTests
{
    [Theory]
    [InlineData(Content.Alcohol, "+14155550123", 21)] // California
    [InlineData(Content.Alcohol, "+14165550123", 19)] // Ontario
    [InlineData(Content.Alcohol, "+15145550123", 18)] // Québec
    [InlineData(Content.Alcohol, "+19025550123", 19)] // Nova Scotia or Prince Edward Island
    [InlineData(Content.Alcohol, "+18765550123", 18)] // Jamaica
    [InlineData(Content.Alcohol, "+17875550123", 18)] // Puerto Rico
    [InlineData(Content.Alcohol, "+16715550123", 21)] // Guam
    [InlineData(Content.Alcohol, "+447700900123", 18)] // United Kingdom, a number that no plan knows as valid
    [InlineData(Content.Alcohol, "+819012345678", 20)] // Japan
    [InlineData(Content.Alcohol, "+77011234567", 21)] // Kazakhstan shares 7 with Russia
    [InlineData(Content.Alcohol, "+79161234567", 18)]
    [InlineData(Content.Alcohol, "+46701234567", 20)]
    [InlineData(Content.Alcohol, "+919812345678", 25)]
    [InlineData(Content.Tobacco, "+12125550123", 21)]
    [InlineData(Content.Tobacco, "+17875550123", 21)] // federal law holds in Puerto Rico
    [InlineData(Content.Tobacco, "+19025550123", 21)] // Prince Edward Island's 21 is the stricter of the two
    [InlineData(Content.Tobacco, "+4915112345678", 18)]
    [InlineData(Content.Gambling, "+17025550123", 21)]
    [InlineData(Content.Gambling, "+447911123456", 18)]
    [InlineData(Content.Gambling, "+32470123456", 21)]
    [InlineData(Content.Firearms, "+14155550123", 21)]
    [InlineData(Content.Firearms, "+14165550123", 18)]
    [InlineData(Content.Adult, "+14155550123", 18)]
    [InlineData(Content.Adult, "+821012345678", 19)]
    [InlineData(Content.Cannabis, "+15145550123", 21)] // Québec
    [InlineData(Content.Cannabis, "+14165550123", 19)]
    [InlineData(Content.Cannabis, "+4915112345678", 18)]
    [InlineData(Content.Prescription, "+447911123456", 18)]
    public void Rule27_gated_content_needs_the_legal_age_where_the_number_is(Content content, string recipient, int age)
    {
        Assert.Equal(new(ContentOutcome.AgeNotVerified, age), Decide(content, recipient, null));
        Assert.Equal(new(ContentOutcome.AgeNotVerified, age), Decide(content, recipient, age - 1));
        Assert.Equal(new(ContentOutcome.Allowed, age), Decide(content, recipient, age));
    }

    [Theory]
    [InlineData(Content.Alcohol, "+99912345678", 25)] // a country code that is not in use
    [InlineData(Content.Alcohol, "messenger:1234567", 25)]
    [InlineData(Content.Alcohol, "+883130123456", 25)] // a global service
    [InlineData(Content.Tobacco, "messenger:1234567", 21)]
    [InlineData(Content.Firearms, "+26771234567", 25)] // a country the data does not list
    [InlineData(Content.Alcohol, "+19995550123", 21)] // an area code that we do not know counts as US
    [InlineData(Content.Alcohol, "+18005550123", 21)]
    [InlineData(Content.Alcohol, "+12", 21)]
    public void Rule27_unknown_takes_the_strictest(Content content, string recipient, int age) =>
        Assert.Equal(new(ContentOutcome.AgeNotVerified, age), Decide(content, recipient, 17));

    [Theory]
    [InlineData(Content.Cannabis, "+14155550123")]
    [InlineData(Content.Cannabis, "+17875550123")] // Puerto Rico is US
    [InlineData(Content.Cannabis, "+19995550123")] // an unknown area code too
    [InlineData(Content.Cannabis, "+18885550123")]
    [InlineData(Content.Cannabis, "messenger:1234567")]
    [InlineData(Content.Prescription, "+14155550123")]
    [InlineData(Content.Prescription, "+13405550123")]
    [InlineData(Content.Prohibited, "+14155550123")]
    [InlineData(Content.Prohibited, "+447911123456")]
    [InlineData(Content.Prohibited, "messenger:1234567")]
    [InlineData(Content.Alcohol, "+966501234567")] // Saudi Arabia bans it
    [InlineData(Content.Gambling, "+6281234567890")]
    [InlineData(Content.Adult, "+971501234567")]
    [InlineData((Content)99, "+447911123456")]
    public void Rule27_prohibited_content_is_prohibited_at_any_age(Content content, string recipient) =>
        Assert.Equal(new(ContentOutcome.Prohibited), Decide(content, recipient, 99));

    [Theory]
    [InlineData("+14155550123")]
    [InlineData("messenger:1234567")]
    public void Rule27_general_content_needs_no_age(string recipient) =>
        Assert.Equal(new(ContentOutcome.Allowed), Decide(Content.General, recipient, null));

    [Fact]
    public void The_age_data_is_sound()
    {
        var file = DataFile.Read<ContentRules.AgeFile>("content-ages.json");
        var gated = Enum.GetNames<Content>().Where(n => n is not (nameof(Content.General) or nameof(Content.Prohibited)));
        Assert.True(file.Content.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(gated));
        foreach (var entry in file.Content.Values)
        {
            var codes = entry.Ages.Values.Append(entry.Banned).SelectMany(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
            Assert.All(codes, code => Assert.Matches("^[A-Z]{2}(-[A-Z]{2})?$", code));
            Assert.All(entry.Ages.Keys, age => Assert.InRange(age, 18, entry.Strictest));
            Assert.NotEmpty(entry.Sources);
        }
    }

    [Fact]
    public void Rule27_no_area_code_is_stricter_than_the_US_which_stands_for_the_unknown_ones()
    {
        Content[] gated = [Content.Alcohol, Content.Firearms, Content.Gambling, Content.Tobacco, Content.Adult];
        var file = DataFile.Read<ContentRules.AgeFile>("content-ages.json");
        var plan = Enumerable.Range(200, 800).Select(a => NumberRegion.Of(RecipientAddress.FromStored($"+1{a}5550123"))).Distinct().ToList();
        Assert.True(plan.Count > 25);
        foreach (var content in gated)
        {
            var us = Decide(content, "+14155550123", null).RequiredAge;
            var ages = file.Content[content.ToString().ToLowerInvariant()].Ages;
            var listed = plan.Select(r => r.Subdivision ?? r.Country!).Where(c => ages.Any(a => a.Value.Split(' ').Contains(c)));
            Assert.All(listed, code => Assert.True(ages.Single(a => a.Value.Split(' ').Contains(code)).Key <= us, $"{content} {code}"));
        }
    }

    [Theory]
    [InlineData("+14155550123", "US", null)]
    [InlineData("+16045550123", "CA", "CA-BC")]
    [InlineData("+18675550123", "CA", null)]
    [InlineData("+18095550123", "DO", null)]
    [InlineData("+17875550123", "PR", null)]
    [InlineData("+525512345678", "MX", null)]
    [InlineData("+541123456789", "AR", null)]
    [InlineData("+5511987654321", "BR", null)]
    [InlineData("+353851234567", "IE", null)]
    [InlineData("+80012345678", null, null)]
    [InlineData("+99912345678", null, null)]
    [InlineData("rcs:acme", null, null)]
    public void A_numbers_region_is_read_from_its_codes(string address, string? country, string? subdivision) =>
        Assert.Equal(new(country, subdivision), NumberRegion.Of(RecipientAddress.FromStored(address)));

    [Fact]
    public void Every_number_has_an_answer() =>
        Gen.Select(Gen.Char['0', '9'].Array[1, 20], Gen.Enum<Content>(), Gen.Int[0, 120]).Sample((digits, content, age) =>
        {
            var one = Decide(content, "+" + new string(digits), age);
            Assert.True(one.Outcome != ContentOutcome.AgeNotVerified || one.RequiredAge > age);
        });

    private static ContentDecision Decide(Content content, string recipient, int? age) =>
        ContentRules.Decide(content, RecipientAddress.FromTwilio(recipient)!, age);
}
