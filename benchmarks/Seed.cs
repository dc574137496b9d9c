using System.Net.Http.Headers;
using System.Text;

namespace OptOut.Benchmarks;

/// <summary>Recipients who opted out: some brought in by the import endpoint, many multiplied from them. Kept between tables.</summary>
internal static class Seed
{
    public const int Few = 2_000;
    public const int Some = 20_000;
    public const int Many = 200_000;

    public static string CheckOf(int person) =>
        $"/api/checks/{Uri.EscapeDataString(Webhooks.Number(person))}?brand=acme&campaign=reminders";

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

    /// <summary>A data directory with that many recipients whose consent and opt-out stand in their ledgers.</summary>
    public static async Task<string> LedgersAsync(int people)
    {
        var data = Path.Combine(Path.GetTempPath(), "optout-benchmarks", $"ledgers-{people}");
        var complete = Path.Combine(data, "complete");
        if (!File.Exists(complete))
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }

            Directory.CreateDirectory(data);
            if (people == Few)
            {
                await using var server = await ServerProcess.LocalHostAsync(data);
                await ConsentedAsync(server, 0, Few);
                await SuppressedAsync(server, 0, Few);
            }
            else
            {
                CopyEmulator(await LedgersAsync(Few), data);
                SeedFile.Multiply(Path.Combine(data, "azurite", "__azurite_db_table__.json"), Few, people / Few, withLedger: true);
            }

            await File.WriteAllTextAsync(complete, "");
        }

        return data;
    }

    /// <summary>Consents of people, by the import endpoint.</summary>
    public static async Task ConsentedAsync(ServerProcess server, int first, int people)
    {
        var lines = new StringBuilder();
        for (var i = first; i < first + people; i++)
        {
            lines.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $$$"""
                {"recipient":"{{{Webhooks.Number(
                    i
                )}}}","campaigns":["reminders"],"basis":"express","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Yes, text me reminders.","proof":{"reference":"form-{{{i}}}"}}

                """
            );
        }

        await ImportAsync(server, "/api/consents/import?brand=acme", "application/x-ndjson", lines.ToString());
    }

    private static async Task ImportAsync(string data)
    {
        await using var server = await ServerProcess.LocalHostAsync(data);
        await SuppressedAsync(server, 0, Few);
    }

    private static async Task MultiplyAsync(string data, int people)
    {
        CopyEmulator(await DataAsync(Few), data);
        SeedFile.Multiply(Path.Combine(data, "azurite", "__azurite_db_table__.json"), Few, people / Few);
    }

    private static void CopyEmulator(string from, string to)
    {
        var few = Path.Combine(from, "azurite");
        foreach (var file in Directory.EnumerateFiles(few, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, "azurite", Path.GetRelativePath(few, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public static async Task SuppressedAsync(ServerProcess server, int first, int people)
    {
        var csv = new StringBuilder("recipient,reason\n");
        for (var i = first; i < first + people; i++)
        {
            csv.Append(Webhooks.Number(i)).Append(",benchmark\n");
        }

        await ImportAsync(server, "/api/suppressions/import?brand=acme", "text/csv", csv.ToString());
    }

    private static async Task ImportAsync(ServerProcess server, string path, string type, string lines)
    {
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromHours(1) };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("x-api-key", Webhooks.ApiKey);
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(lines));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
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
