using System.Net.Http.Headers;
using System.Text;

namespace OptOut.Benchmarks;

/// <summary>Recipients who opted out: some brought in by the import endpoint, many multiplied from them. Kept between tables.</summary>
internal static class Seed
{
    public const int Few = 2_000;
    public const int Some = 20_000;
    public const int Many = 200_000;

    public static string CheckOf(int person) => $"/api/checks/{Uri.EscapeDataString(Webhooks.Number(person))}?brand=acme&campaign=reminders";

    /// <summary>A data directory with that many suppressed recipients.</summary>
    public static async Task<string> DataAsync(int people)
    {
        var data = Path.Combine(Path.GetTempPath(), "optout-benchmarks", $"{people}");
        var complete = Path.Combine(data, "complete");
        if (!File.Exists(complete))
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }

            Directory.CreateDirectory(data);
            await (people == Few ? ImportAsync(data) : MultiplyAsync(data, people));

            await File.WriteAllTextAsync(complete, "");
        }

        return data;
    }

    private static async Task ImportAsync(string data)
    {
        await using var server = await ServerProcess.LocalHostAsync(data);
        await SuppressedAsync(server, 0, Few);
    }

    private static async Task MultiplyAsync(string data, int people)
    {
        var few = Path.Combine(await DataAsync(Few), "azurite");
        foreach (var file in Directory.EnumerateFiles(few, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(data, "azurite", Path.GetRelativePath(few, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        SeedFile.Multiply(Path.Combine(data, "azurite", "__azurite_db_table__.json"), Few, people / Few);
    }

    public static async Task SuppressedAsync(ServerProcess server, int first, int people)
    {
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromHours(1) };
        var csv = new StringBuilder("recipient,reason\n");
        for (var i = first; i < first + people; i++)
        {
            csv.Append(Webhooks.Number(i)).Append(",benchmark\n");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/suppressions/import?brand=acme");
        request.Headers.Add("x-api-key", Webhooks.ApiKey);
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(csv.ToString()));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1];
        if (!last.Contains("\"complete\":true", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The import did not complete: {last}");
        }
    }
}

/// <summary>A data directory for one table, gone afterwards.</summary>
internal sealed class TemporaryData : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("optout-benchmark-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Azurite is just ending.
        }
    }
}
