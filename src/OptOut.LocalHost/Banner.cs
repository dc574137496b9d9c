using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OptOut.LocalHost;

/// <summary>What somebody needs who has just started the local host: where it is, with which key, and where the data lies.</summary>
internal static class Banner
{
    /// <summary>Prints it once the host listens.</summary>
    public static void PrintWhenStarted(WebApplication app, string data, TextWriter console) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            foreach (var address in addresses)
            {
                console.WriteLine($"OptOut listens on {address}: phone at /, operator at /operator, API at /docs");
            }

            if (app.Configuration[DemoAccount.KeySetting] is { Length: > 0 } key)
            {
                console.WriteLine($"  demo account, API key {key}");
            }

            console.WriteLine($"  data in {data}; Ctrl+C ends host and emulator");
        });

    /// <summary>One sentence for a port that somebody else holds.</summary>
    public static LocalHostException PortTaken(string? urls, Exception inner) =>
        new(
            $"{urls} is in use, perhaps by a local host that runs already: end that one, or choose another address with --urls http://127.0.0.1:PORT.",
            inner
        );
}
