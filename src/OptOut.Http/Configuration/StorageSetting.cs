using System.Data.Common;

namespace OptOut.Http;

/// <summary>
/// <c>OptOut:Storage</c>, and the same of one account: an Azure Storage connection string
/// (https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string), or an account's name. The start checks
/// only its form; the health check says whether it can be reached. No message repeats a value: it may be a key.
/// </summary>
internal static class StorageSetting
{
    /// <param name="read">Takes the fault.</param>
    /// <param name="key">The setting.</param>
    /// <param name="value">What is set.</param>
    /// <param name="service">The service that must be in it.</param>
    public static void Check(SettingReader read, string key, string? value, string service = "Table")
    {
        if (!string.IsNullOrEmpty(value) && !IsAccountName(value) && Fault(value, service) is { } fault)
        {
            read.Error(key, fault);
        }
    }

    private static bool IsAccountName(string value) =>
        value.Length is >= 3 and <= 24 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private static string? Fault(string value, string service)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = value;
        }
        catch (ArgumentException)
        {
            return "is an Azure Storage connection string, or the name of a storage account (3 to 24 lower-case letters and digits).";
        }

        string? Part(string name) => parts.TryGetValue(name, out var part) && part is string { Length: > 0 } text ? text : null;
        return string.Equals(Part("UseDevelopmentStorage"), "true", StringComparison.OrdinalIgnoreCase) ? null
            : Endpoints.FirstOrDefault(name => Part(name) is { } endpoint && !Uri.TryCreate(endpoint, UriKind.Absolute, out _)) is { } wrong
                ? $"has a {wrong} that is no absolute URL."
            : Part("AccountKey") is { } accountKey && !Convert.TryFromBase64String(accountKey, new byte[accountKey.Length], out _)
                ? "has an AccountKey that is not base64."
            : Part("SharedAccessSignature") is null && (Part("AccountName") is null || Part("AccountKey") is null)
                ? "needs AccountName with AccountKey, or a SharedAccessSignature."
            : Part($"{service}Endpoint") is null && Part("AccountName") is null ? $"needs AccountName or {service}Endpoint."
            : null;
    }

    private static readonly string[] Endpoints = ["TableEndpoint", "QueueEndpoint", "BlobEndpoint"];
}
