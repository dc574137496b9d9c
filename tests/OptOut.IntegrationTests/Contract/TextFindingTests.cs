using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 26 over HTTP: links, and words that mean two things.</summary>
public sealed class TextFindingTests(Head head) : ContractTest(head)
{
    private const string Greeting = "Quiet Books: your order is here. Reply STOP to unsubscribe.";

    private async Task<Answer> CheckTextAsync(string text, string brand = "quiet", string campaign = "letters")
    {
        var person = Number();
        await ConsentAsync(person, campaign, brand);
        return await CheckBatchAsync(
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = brand,
                ["campaign"] = campaign,
                ["body"] = text,
            }
        );
    }

    private static string? Found(Answer answer, string text, string type) =>
        answer.Json.TryGetProperty("findings", out var findings)
            ? findings
                .EnumerateArray()
                .Where(f => f.GetProperty("type").GetString() == type)
                .Select(f => text.Substring(f.GetProperty("start").GetInt32(), f.GetProperty("length").GetInt32()))
                .SingleOrDefault()
            : null;

    [Theory]
    [InlineData("public-url-shortener", "https://bit.ly/3xYz")]
    [InlineData("link-outside-brand", "https://elsewhere.example/a")]
    public async Task Rule26_a_link_that_is_shortened_or_leads_outside_the_brands_domains_denies(string type, string link)
    {
        var text = $"{Greeting} {link}";
        var answer = await CheckTextAsync(text);
        Assert.Equal((false, "obligations-unmet"), (answer.Allowed, answer.Reason));
        Assert.Contains(Found(answer, text, type)!, link, StringComparison.Ordinal);
        Assert.NotEmpty(Found(answer, text, type)!);
    }

    [Theory]
    [InlineData("https://quietbooks.example/a")]
    [InlineData("https://shop.quietbooks.example/a?b=c")]
    public async Task Rule26_a_link_within_the_brands_domains_is_fine(string link) =>
        Assert.True((await CheckTextAsync($"{Greeting} {link}")).Allowed);

    [Fact]
    public async Task Rule26_without_domains_a_link_may_lead_anywhere_but_not_by_a_public_shortener()
    {
        Assert.True(
            (await CheckTextAsync("Acme Clinics: see https://elsewhere.example/a. Reply STOP to unsubscribe.", "acme", "reminders")).Allowed
        );
        Assert.False(
            (await CheckTextAsync("Acme Clinics: see https://tinyurl.com/a. Reply STOP to unsubscribe.", "acme", "reminders")).Allowed
        );
    }

    [Theory]
    [InlineData("Reply CANCEL to cancel your appointment.", "CANCEL")]
    [InlineData("Reply YES to confirm your visit.", "YES")]
    [InlineData("Text END to finish the survey.", "END")]
    public async Task Rule26_a_text_that_invites_an_opt_out_word_as_a_business_answer_is_advised_and_not_denied(
        string sentence,
        string word
    )
    {
        var text = $"{Greeting} {sentence}";
        var answer = await CheckTextAsync(text);
        Assert.True(answer.Allowed, answer.Body);
        Assert.Contains(word, Found(answer, text, "ambiguous-keyword")!, StringComparison.Ordinal);
    }
}
