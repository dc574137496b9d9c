using System.Text.Json;

namespace OptOut.Tests;

/// <summary>One request, and what Twilio's own helper library says of its signature (source in the file).</summary>
/// <param name="Helper">The helper's answer.</param>
/// <param name="Stricter">Why we say no where the helper says yes; null where we agree.</param>
public sealed record SignatureCase(
    string Name,
    string Base,
    string PathAndQuery,
    bool Json,
    string Body,
    string[] Tokens,
    string Header,
    bool Helper,
    string? Stricter
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, SignatureCase> All { get; } = Read();

    private static Dictionary<string, SignatureCase> Read()
    {
        using var file = typeof(SignatureCase).Assembly.GetManifestResourceStream("signature-cases.json")!;
        using var document = JsonDocument.Parse(file);
        return document
            .RootElement.GetProperty("cases")
            .Deserialize<SignatureCase[]>(Options)!
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
    }
}
