using System.Net;
using StandardWebhooks;

namespace OptOut.Http;

/// <summary>Reads <c>OptOut:Accounts:N:Webhooks</c>.</summary>
internal static class WebhookSetting
{
    public static IReadOnlyList<WebhookTarget> Read(SettingReader read, string key, IList<WebhookSettings> settings)
    {
        var targets = new List<WebhookTarget>();
        for (var i = 0; i < settings.Count; i++)
        {
            var at = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}:Webhooks:{i}");
            var text = read.Required($"{at}:Url", settings[i].Url);
            var known =
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                && url.UserInfo.Length == 0;
            if (text.Length > 0 && !known)
            {
                read.Error($"{at}:Url", "is an https URL without a password in it; http only for localhost.");
            }
            else if (
                known
                && IPAddress.TryParse(url!.Host.Trim('[', ']'), out var address)
                && !IPAddress.IsLoopback(address)
                && PrivateAddress.Is(address)
            )
            {
                read.Error($"{at}:Url", "leads to a private address. What a name resolves to is looked at when it is connected to.");
            }

            string[] secrets =
            [
                .. read.Required($"{at}:Secret", settings[i].Secret).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
            ];
            if (!secrets.All(IsSecret))
            {
                read.Error($"{at}:Secret", "is whsec_ and 24 to 64 bytes in base64; several, during a change, with spaces between.");
            }
            else if (known)
            {
                targets.Add(new WebhookTarget(url!, secrets));
            }
        }

        foreach (var twice in targets.GroupBy(t => t.Url).Where(g => g.Count() > 1))
        {
            read.Error($"{key}:Webhooks", $"has a URL twice, at {twice.Key.Host}.");
        }

        return targets;
    }

    private static bool IsSecret(string secret)
    {
        try
        {
            _ = new StandardWebhook(secret);
            var bytes = new byte[secret.Length];
            var text = secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret[6..] : secret;
            return Convert.TryFromBase64String(text, bytes, out var length) && length is >= 24 and <= 64;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
