using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>Every error is a problem document; nothing that is sent makes a 500, and no number reaches the log.</summary>
public sealed class ProblemTests(Head head) : ContractTest(head)
{
    private Task<Answer> PostAsync(string body, string mediaType = "application/json", string path = "/api/consents") =>
        RawAsync(
            HttpMethod.Post,
            path,
            new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } }
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{} {}")]
    [InlineData("\ufeff{")]
    public async Task A_body_that_is_no_object_is_400(string body)
    {
        ExpectProblem(400, await PostAsync(body), "$");
    }

    [Fact]
    public async Task A_field_that_stands_twice_is_400_and_named()
    {
        ExpectProblem(400, await PostAsync("""{"brand":"acme","brand":"shop"}"""), "brand");
    }

    [Fact]
    public async Task Deep_nesting_is_400()
    {
        Expect(
            400,
            await PostAsync($$"""{"proof":{{string.Concat(Enumerable.Repeat("{\"reference\":", 5000))}}1{{new string('}', 5000)}}}""")
        );
        Expect(400, await PostAsync($$"""{"checks":[{{new string('[', 5000)}}{{new string(']', 5000)}}]}""", path: "/api/checks"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        ExpectProblem(413, await PostAsync(new string(' ', (4 * 1024 * 1024) + 1)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        ExpectProblem(415, await PostAsync("{}", mediaType));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/api", 404)]
    [InlineData("POST", "/api/twilio/nothing", 404)]
    [InlineData("GET", "/api/sends", 405)]
    [InlineData("POST", "/api/health", 405)]
    [InlineData("PATCH", "/api/suppressions/+14155552671", 405)]
    public async Task An_unknown_path_or_method_is_a_problem_too(string method, string path, int status)
    {
        ExpectProblem(status, await RawAsync(new HttpMethod(method), path, null));
    }

    [Fact]
    public async Task An_errors_text_never_quotes_what_was_sent()
    {
        var answer = await PostAsync("""{"recipient":"+14155559876x","statement":{"secret":"hush"}}""");
        Assert.DoesNotContain("9876", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_number_stands_whole_in_the_log()
    {
        var person = Number();
        await TextAsync(person, "STOP");
        await CheckAsync(person);
        await GetAsync($"/api/suppressions/%2B{person[1..]}?brand=nobody");
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?brand=acme&campaign=nope"), "campaign");
        Assert.DoesNotContain(person[1..], Head.Output ?? "", StringComparison.Ordinal);
        Assert.DoesNotMatch(
            new Regex(@"\+1(212|646)[0-9]{7}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture),
            Head.Output ?? ""
        );
    }
}
