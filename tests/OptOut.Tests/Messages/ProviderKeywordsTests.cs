namespace OptOut.Tests;

public class ProviderKeywordsTests
{
    [Theory]
    [InlineData(OptOutHandledBy.Twilio, "STOP", KeywordClass.OptOut)]
    [InlineData(OptOutHandledBy.Twilio, " optout\n", KeywordClass.OptOut)]
    [InlineData(OptOutHandledBy.Twilio, "StopAll", KeywordClass.OptOutAll)]
    [InlineData(OptOutHandledBy.Twilio, "yes", KeywordClass.Yes)]
    [InlineData(OptOutHandledBy.Twilio, "info", KeywordClass.Help)]
    [InlineData(OptOutHandledBy.Carrier, "stop", KeywordClass.OptOut)]
    [InlineData(OptOutHandledBy.Carrier, "Unstop", KeywordClass.OptIn)]
    [InlineData(OptOutHandledBy.Carrier, "START", KeywordClass.OptIn)]
    public void Rule10_what_the_provider_answers_we_do_not(OptOutHandledBy by, string body, KeywordClass expected)
    {
        Assert.True(ProviderKeywords.Answers(by, body));
        Assert.Equal(expected, ProviderKeywords.AnsweredAs(by, body));
    }

    [Theory]
    [InlineData(OptOutHandledBy.App, "STOP")]
    [InlineData(OptOutHandledBy.Twilio, "STOP!")]
    [InlineData(OptOutHandledBy.Twilio, "opt-out")]
    [InlineData(OptOutHandledBy.Twilio, "ARRET")]
    [InlineData(OptOutHandledBy.Twilio, "please stop texting me")]
    [InlineData(OptOutHandledBy.Twilio, "")]
    [InlineData(OptOutHandledBy.Twilio, null)]
    [InlineData(OptOutHandledBy.Carrier, "UNSUBSCRIBE")]
    [InlineData(OptOutHandledBy.Carrier, "HELP")]
    [InlineData(OptOutHandledBy.Carrier, "YES")]
    public void Rule10_what_the_provider_does_not_know_is_ours(OptOutHandledBy by, string? body) =>
        Assert.False(ProviderKeywords.Answers(by, body));

    [Theory]
    [InlineData("+18005550100", OptOutHandledBy.Carrier)]
    [InlineData("+18335550100", OptOutHandledBy.Carrier)]
    [InlineData("+18885550100", OptOutHandledBy.Carrier)]
    [InlineData("+14155550100", OptOutHandledBy.Twilio)]
    [InlineData("+18225550100", OptOutHandledBy.Twilio)]
    [InlineData("+4418005550100", OptOutHandledBy.Twilio)]
    [InlineData("whatsapp:+18005550100", OptOutHandledBy.Twilio)]
    [InlineData("88888", OptOutHandledBy.Twilio)]
    [InlineData("MG00000000000000000000000000000000", OptOutHandledBy.Twilio)]
    public void Rule10_toll_free_numbers_are_the_carriers_and_others_the_brands(string sender, OptOutHandledBy expected) =>
        Assert.Equal(expected, ProviderKeywords.DefaultFor(sender, OptOutHandledBy.Twilio));

    [Fact]
    public void Rule10_the_brands_own_default_is_the_app() =>
        Assert.Equal(OptOutHandledBy.App, ProviderKeywords.DefaultFor("+14155550100"));
}
