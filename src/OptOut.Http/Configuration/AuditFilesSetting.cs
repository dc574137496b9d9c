using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace OptOut.Http;

/// <summary>
/// Where each night's audit file is put (<c>OptOut:AuditFiles</c>; ADR 0452). It may hold a secret, so it is no part of the policy.
/// </summary>
/// <param name="Storage">A connection string of Azure Storage, or the name of an account that the managed identity reaches.</param>
/// <param name="Container">The blob container.</param>
public sealed partial record AuditFilesSetting(string Storage, string Container)
{
    private const string Section = $"{OptOutSettings.Section}:{nameof(OptOutSettings.AuditFiles)}";

    /// <summary>As it is configured, and checked before by the start; null: no files are written.</summary>
    public static AuditFilesSetting? Read(IConfiguration configuration)
    {
        var container = configuration[$"{Section}:{nameof(AuditFileSettings.Container)}"];
        var own = configuration[$"{Section}:{nameof(AuditFileSettings.Storage)}"];
        var storage = string.IsNullOrWhiteSpace(own) ? configuration[$"{OptOutSettings.Section}:{nameof(OptOutSettings.Storage)}"] : own;
        return string.IsNullOrWhiteSpace(container) || string.IsNullOrWhiteSpace(storage)
            ? null
            : new AuditFilesSetting(storage, container);
    }

    internal static void Check(SettingReader read, OptOutSettings settings)
    {
        var (container, storage) = (settings.AuditFiles.Container, settings.AuditFiles.Storage);
        if (string.IsNullOrWhiteSpace(container))
        {
            if (!string.IsNullOrWhiteSpace(storage))
            {
                read.Error("AuditFiles:Container", "is required with AuditFiles:Storage.");
            }

            return;
        }

        if (!ContainerName().IsMatch(container))
        {
            read.Error(
                "AuditFiles:Container",
                "is the name of a blob container: 3 to 63 lower-case letters and digits, with single hyphens between."
            );
        }

        var (key, value) = string.IsNullOrWhiteSpace(storage) ? ("Storage", settings.Storage) : ("AuditFiles:Storage", storage);
        StorageSetting.Check(read, key, value, "Blob");
    }

    /// <summary>https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata</summary>
    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContainerName();
}
