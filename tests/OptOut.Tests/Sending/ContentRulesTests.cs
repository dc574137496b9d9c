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
    [InlineData(Content.Gambling, "+447911123456", 18)]
    [InlineData(Content.Gambling, "+32470123456", 21)]
    [InlineData(Content.Firearms, "+14155550123", 21)]
    [InlineData(Content.Firearms, "+14165550123", 18)]
    [InlineData(Content.Adult, "+821012345678", 19)]
    [InlineData(Content.Vape, "+447911123456", 18)]
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
    [InlineData(Content.Vape, "+919812345678")] // India bans the sale
    public void Rule27_prohibited_content_is_prohibited_at_any_age(Content content, string recipient) =>
        Assert.Equal(new(ContentOutcome.Prohibited), Decide(content, recipient, 99));

    [Theory]
    [InlineData("+14155550123")]
    [InlineData("messenger:1234567")]
    public void Rule27_general_content_needs_no_age(string recipient) =>
        Assert.Equal(new(ContentOutcome.Allowed), Decide(Content.General, recipient, null));

    /// <summary>
    /// Every row of the table, asked: banned on its channels in its countries, whatever the age, and what it leaves alone is left alone.
    /// </summary>
    [Theory]
    [MemberData(nameof(Bans))]
    public void Rule27_each_ban_holds_on_its_channels_in_its_countries(string content, string channel, string country, string? except)
    {
        Assert.True(KebabCase<Content>.TryParse(content, out var about));
        var region = new NumberRegion(country);
        Assert.Equal(ContentOutcome.Prohibited, ContentRules.Decide(about, region, channel, Purpose.Marketing, 120).Outcome);
        Assert.Equal(ContentOutcome.Prohibited, ContentRules.Decide(about, region, channel, null, 120).Outcome);
        foreach (
            var purpose in (except ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(p => Enum.Parse<Purpose>(p, ignoreCase: true))
        )
        {
            Assert.Equal(ContentOutcome.Allowed, ContentRules.Decide(about, region, channel, purpose, null).Outcome);
        }
    }

    public static TheoryData<string, string, string, string?> Bans()
    {
        var rows = new TheoryData<string, string, string, string?>();
        foreach (
            var (content, ban) in DataFile
                .Read<ContentFile>("content.json")
                .Content.SelectMany(e => (e.Value.Bans ?? []).Select(ban => (e.Key, ban)))
        )
        {
            foreach (var channel in ban.Channels == "*" ? ["sms", "whatsapp", "rcs"] : ban.Channels.Split(' '))
            {
                foreach (var country in ban.Countries == "*" ? ["US", "CA", "DE", "JP"] : ban.Countries.Split(' '))
                {
                    rows.Add(content, channel, country, ban.Except);
                }
            }
        }

        return rows;
    }

    [Theory]
    [InlineData(Content.Gambling, "+14155550123", "whatsapp", 21)] // the ban is for SMS and MMS
    [InlineData(Content.Adult, "+14155550123", "rcs", 18)]
    public void Rule27_a_ban_of_one_channel_says_nothing_of_another(Content content, string recipient, string channel, int age)
    {
        Assert.Equal(new(ContentOutcome.Allowed, age), Decide(content, recipient, age, channel));
        Assert.Equal(new(ContentOutcome.Prohibited), Decide(content, recipient, age));
    }

    [Theory]
    [InlineData(Purpose.Informational, ContentOutcome.Allowed)]
    [InlineData(Purpose.Transactional, ContentOutcome.Allowed)]
    [InlineData(Purpose.Marketing, ContentOutcome.Prohibited)]
    public void Rule27_notices_about_a_prescription_are_no_offers(Purpose purpose, ContentOutcome outcome) =>
        Assert.Equal(outcome, Decide(Content.Prescription, "+14155550123", null, purpose: purpose).Outcome);

    [Theory]
    [InlineData(Content.Loans)]
    [InlineData(Content.DebtCollection)]
    [InlineData(Content.Crypto)]
    [InlineData(Content.LeadGeneration)]
    public void Rule27_what_only_the_carriers_of_two_countries_ban_needs_no_age_elsewhere(Content content)
    {
        Assert.Equal(new(ContentOutcome.Allowed), Decide(content, "+4915112345678", null));
        Assert.Equal(new(ContentOutcome.Prohibited), Decide(content, "messenger:1234567", 99));
    }

    [Fact]
    public void The_content_data_is_sound()
    {
        var file = DataFile.Read<ContentFile>("content.json");
        var words = Enum.GetValues<Content>().Where(c => c != Content.General).Select(KebabCase<Content>.Name);
        Assert.Equal(words.Order(StringComparer.Ordinal), file.Content.Keys.Order(StringComparer.Ordinal));
        foreach (var entry in file.Content.Values)
        {
            Assert.All(entry.Bans ?? [], ban => Assert.False(string.IsNullOrWhiteSpace(ban.Source)));
            var rows = (entry.Bans ?? [])
                .SelectMany(ban => ban.Channels.Split(' ').SelectMany(c => ban.Countries.Split(' ').Select(l => c + l)))
                .ToList();
            Assert.Equal(rows.Count, rows.Distinct(StringComparer.Ordinal).Count());
            if (entry.Ages is null)
            {
                Assert.True(entry.Bans?.Count > 0 && entry.Strictest is null);
                continue;
            }

            var codes = entry
                .Ages.Values.Append(entry.Banned ?? "")
                .SelectMany(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .ToList();
            Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
            Assert.All(codes, code => Assert.Matches("^[A-Z]{2}(-[A-Z]{2})?$", code));
            Assert.All(entry.Ages.Keys, age => Assert.InRange(age, 18, entry.Strictest!.Value));
            Assert.NotEmpty(entry.Sources!);
        }
    }

    [Fact]
    public void Rule27_no_area_code_is_stricter_than_the_US_which_stands_for_the_unknown_ones()
    {
        Content[] gated = [Content.Alcohol, Content.Firearms, Content.Tobacco];
        var file = DataFile.Read<ContentFile>("content.json");
        var plan = Enumerable
            .Range(200, 800)
            .Select(a => NumberRegion.Of(RecipientAddress.FromStored($"+1{a}5550123")))
            .Distinct()
            .ToList();
        Assert.True(plan.Count > 25);
        foreach (var content in gated)
        {
            var us = Decide(content, "+14155550123", null).RequiredAge;
            var ages = file.Content[KebabCase<Content>.Name(content)].Ages!;
            var listed = plan.Select(r => r.Subdivision ?? r.Country!).Where(c => ages.Any(a => a.Value.Split(' ').Contains(c)));
            Assert.All(listed, code => Assert.True(ages.Single(a => a.Value.Split(' ').Contains(code)).Key <= us, $"{content} {code}"));
        }
    }

    [Theory]
    [InlineData("+14155550123", "US", null)]
    [InlineData("+16045550123", "CA", "CA-BC")]
    [InlineData("+13055550123", "US", "US-FL")]
    [InlineData("+14055550123", "US", "US-OK")]
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
        Gen.Select(Gen.Char['0', '9'].Array[1, 20], Gen.Enum<Content>(), Gen.Int[0, 120])
            .Sample(
                (digits, content, age) =>
                {
                    var one = Decide(content, "+" + new string(digits), age);
                    Assert.True(one.Outcome != ContentOutcome.AgeNotVerified || one.RequiredAge > age);
                }
            );

    private static ContentDecision Decide(
        Content content,
        string recipient,
        int? age,
        string channel = Channels.Sms,
        Purpose purpose = Purpose.Marketing
    ) => ContentRules.Decide(content, NumberRegion.Of(RecipientAddress.FromTwilio(recipient)!), channel, purpose, age);
}
