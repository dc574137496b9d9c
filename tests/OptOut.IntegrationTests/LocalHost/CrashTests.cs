using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>The simulator's fault <c>crash</c>, in front of the real handling.</summary>
public sealed class CrashTests
{
    private const string Person = "+14155580001";

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>(path);

    private static async Task<JsonElement[]> PhoneAsync(HttpClient http) =>
        [.. (await GetAsync(http, $"/local/phone/{Person}")).GetProperty("messages").EnumerateArray()];

    private static async Task<int> TextAsync(HttpClient http, string body)
    {
        using var answer = await http.PostAsJsonAsync(
            "/local/messages",
            new
            {
                from = Person,
                to = "+14155550100",
                body,
            }
        );
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32();
    }

    [Fact]
    public async Task What_a_crash_after_the_commit_left_undone_its_follow_up_does_once()
    {
        using var data = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(
            data.Path,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // Long enough to look at what the crash left undone, on a busy machine too.
                ["LocalHost__FollowUps__Due"] = "00:00:05",
                ["LocalHost__FollowUps__SearchGap"] = "00:00:01",
            }
        );
        using var http = new HttpClient { BaseAddress = await host.ListeningAsync() };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        await http.PutAsync(
            $"/local/faults/{Person}",
            new StringContent("""{"faults":[{"fault":"crash","times":1}]}""", Encoding.UTF8, "application/json")
        );

        Assert.Equal(0, await TextAsync(http, "STOP"));
        Assert.Empty(await PhoneAsync(http));
        Assert.True((await GetAsync(http, $"/api/suppressions/{Person}?brand=acme")).GetProperty("suppressed").GetBoolean());

        await Until.AsyncIs(async () => (await PhoneAsync(http)).Length > 0, 60, "nothing reached the phone");
        Assert.Equal(200, await TextAsync(http, "STOP"));
        Assert.Equal("rest", Assert.Single(await PhoneAsync(http)).GetProperty("via").GetString());
    }
}
