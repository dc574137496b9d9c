using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>Lists of other vendors are imported as they are; what cannot be read is named, and never taken for done.</summary>
public sealed class VendorListTests(Head head) : ContractTest(head)
{
    private async Task<(JsonElement[] Lines, JsonElement End)> ImportAsync(byte[] list, string query = "", string type = "text/csv")
    {
        var content = new ByteArrayContent(list);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = Expect(200, await RawAsync(HttpMethod.Post, $"/api/suppressions/import?brand=acme{query}", content, WriteKey));
        var lines = answer.Body.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        return (lines[..^1], lines[^1]);
    }

    private Task<(JsonElement[] Lines, JsonElement End)> ImportAsync(string list, string query = "") =>
        ImportAsync(Encoding.UTF8.GetBytes(list), query);

    private async Task AddedAsync(string person, (JsonElement[] Lines, JsonElement End) answer)
    {
        Assert.Equal("added", Assert.Single(answer.Lines).GetProperty("result").GetString());
        Assert.True(answer.End.GetProperty("complete").GetBoolean());
        Assert.True((await SuppressionAsync(person)).GetProperty("suppressed").GetBoolean());
    }

    [Theory]
    [InlineData("Phone Number;Opted Out At;First Name\n{0};2024-05-01 12:30:00;Ann\n")]
    [InlineData("phone\tdate\n{0}\t05/13/2024 1:30 PM\n")]
    [InlineData("\"Mobile\",\"Status\"\r\n\"{0}\",\"Unsubscribed\"\r\n")]
    [InlineData("sep=;\r\nPhone;Note\r\n{0};old list\r\n")]
    [InlineData("\ufeffPhone;Date\r\n'{0};31.12.2023\r\n")]
    [InlineData("msisdn\n{0}\n")]
    [InlineData("Téléphone,Nom\n{0},Ann\n")]
    [InlineData("recipient,since,source,reason,scope,campaign\n{0},,,,,\n")]
    public async Task A_list_is_taken_as_it_is(string list)
    {
        var person = Number();
        await AddedAsync(person, await ImportAsync(list.Replace("{0}", person, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    public async Task UTF16_is_read(string name, bool mark)
    {
        var person = Number();
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes($"Phone\tDate\r\n{person}\t2024-05-01\r\n");
        await AddedAsync(person, await ImportAsync(mark ? [.. encoding.GetPreamble(), .. bytes] : bytes));
    }

    [Fact]
    public async Task The_query_says_which_column_is_which()
    {
        var person = Number();
        await AddedAsync(person, await ImportAsync($"Phone,Kunde\nnobody,{person}\n", "&column.recipient=Kunde"));
        var missing = await RawAsync(
            HttpMethod.Post,
            "/api/suppressions/import?brand=acme&column.recipient=Fon",
            new StringContent("Phone\n+1\n", Encoding.UTF8, "text/csv"),
            WriteKey
        );
        ExpectProblem(400, missing, "column.recipient");
        var twice = await RawAsync(
            HttpMethod.Post,
            "/api/suppressions/import?brand=acme",
            new StringContent("Phone,Mobile\n+1,+1\n", Encoding.UTF8, "text/csv"),
            WriteKey
        );
        ExpectProblem(400, twice, "recipient");
        var unknown = await RawAsync(
            HttpMethod.Post,
            "/api/suppressions/import?brand=acme&column.nobody=Phone",
            new StringContent("Phone\n+1\n", Encoding.UTF8, "text/csv"),
            WriteKey
        );
        ExpectProblem(400, unknown, "query");
    }

    [Fact]
    public async Task A_number_that_a_spreadsheet_ruined_is_named_as_that()
    {
        var (lines, end) = await ImportAsync("Phone\n1.41556E+10\n1,41556E+10\n14155550123.0\n14155550123\n");
        Assert.All(lines, line => Assert.Equal("invalid", line.GetProperty("result").GetString()));
        Assert.Contains("scientific notation", lines[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("decimal zero", lines[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("no country is guessed", lines[3].ToString(), StringComparison.Ordinal);
        Assert.True(end.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Who_is_subscribed_in_a_list_is_not_suppressed()
    {
        var (stopped, there) = (Number(), Number());
        var (lines, _) = await ImportAsync($"Phone;Status\n{stopped};unsubscribed\n{there};subscribed\n");
        Assert.Equal(["added", "invalid"], lines.Select(line => line.GetProperty("result").GetString()!), StringComparer.Ordinal);
        Assert.False((await SuppressionAsync(there)).GetProperty("suppressed").GetBoolean());
    }

    [Fact]
    public async Task A_quote_that_swallows_a_line_names_each_and_the_import_is_never_complete()
    {
        var (first, second, third) = (Number(), Number(), Number());
        var (lines, end) = await ImportAsync($"recipient,reason\n{first},\"open\n{second},x\"\n{third},fine\n");
        Assert.Equal(
            [(2, "invalid"), (3, "invalid"), (4, "added")],
            lines.Select(line => (line.GetProperty("line").GetInt32(), line.GetProperty("result").GetString()!))
        );
        Assert.False(end.GetProperty("complete").GetBoolean());
        (lines, end) = await ImportAsync($"recipient,reason\n{first},\"open\n{second},x\n{third},fine\n");
        Assert.False(end.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_record_of_several_lines_says_which_it_takes()
    {
        var (lines, end) = await ImportAsync($"recipient,reason\n{Number()},\"said so,\non the phone\"\n{Number()},x\n");
        Assert.Equal((2, 3), (lines[0].GetProperty("line").GetInt32(), lines[0].GetProperty("lastLine").GetInt32()));
        Assert.False(lines[1].TryGetProperty("lastLine", out _));
        Assert.True(end.GetProperty("complete").GetBoolean());
    }
}
