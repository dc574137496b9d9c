namespace OptOut.Tests;

public class OneWaySenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ACME", true)]
    [InlineData("Acme Clinic", true)]
    [InlineData("A1-b_c&d+e", true)]
    [InlineData("1st", true)]
    [InlineData("AC", false)]
    [InlineData("AcmeClinics1", false)]
    [InlineData("12345", false)]
    [InlineData("Ácme", false)]
    [InlineData("Acme!", false)]
    [InlineData(" Acme", false)]
    [InlineData("Acme ", false)]
    [InlineData("+1415555A", false)]
    [InlineData("sms:ACME", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Rule1_an_alphanumeric_id_has_3_to_11_characters_and_a_letter(string? address, bool oneWay) =>
        Assert.Equal(oneWay, OneWaySender.Is(address));

    [Theory]
    [InlineData("Acme Clinics: 10 % off. Opt out: https://acme.example/o/1")]
    [InlineData("Acme Clinics: 10 % off. STOP? acme.example/stop")]
    [InlineData("Acme Clinics: 10 % off (https://acme.example/unsubscribe).")]
    [InlineData("Acme Clinics: 10 % de descuento. BAJA: https://acme.example/o/1")]
    [InlineData("Acme Clinics: Reply STOP to unsubscribe or see https://acme.example/o/1")]
    public void Rule26_from_a_one_way_sender_a_link_to_stop_by_is_enough(string body) => Assert.Empty(Find(body));

    [Theory]
    [InlineData("Acme Clinics: 10 % off. Reply STOP to unsubscribe.", FindingType.MissingOptOutMeans)]
    [InlineData("Acme Clinics: 10 % off. Opt out at the desk, 9.30 to 5 p.m.", FindingType.MissingOptOutMeans)]
    [InlineData("Acme Clinics: mail stop@acme.example to opt out", FindingType.MissingOptOutMeans)]
    [InlineData("Acme Clinics: 10 % off, see https://acme.example/sale", FindingType.MissingOptOutLanguage)]
    public void Rule26_otherwise_what_lacks_is_found_at_the_end(string body, FindingType type) =>
        Assert.Equal([new(type, body.Length, 0, null)], Find(body));

    [Theory]
    [InlineData("ACME", true)]
    [InlineData(Clinic.Number, false)]
    [InlineData(null, false)]
    public void Rule25_a_one_way_sender_owes_means_to_opt_out(string? sender, bool owed)
    {
        var brand = Clinic.Acme with { Senders = [.. Clinic.Acme.Senders, new Sender("ACME", OptOutHandledBy.App)] };
        Assert.Equal(owed, Owed(brand, sender).Contains(Obligation.OptOutMeans));
    }

    [Fact]
    public void Rule25_so_does_a_brand_that_nobody_can_answer() =>
        Assert.Contains(
            Obligation.OptOutMeans,
            Owed(Clinic.Acme with { Senders = [new Sender("ACME", OptOutHandledBy.App)] }, sender: null)
        );

    private static IReadOnlyList<Obligation> Owed(Brand brand, string? sender) =>
        ObligationRules.For(
            new RecipientState { Recipient = "+14155552671" },
            new CheckQuestion
            {
                Account = null!,
                Brand = brand,
                Campaign = null,
                Kind = CheckKind.Informational,
                Sender = sender,
            },
            Reason.PriorRelationship,
            Now
        );

    private static IReadOnlyList<Finding> Find(string body) => MessageFindings.Find(body, "Acme Clinics", true, true, optOutMeans: true);
}
