using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOutFunctions.Tests;

/// <summary>
/// A <see cref="LoopbackTwilio"/> for processes of their own: they get a proxy that leads whatever they want of any host to it, and a
/// certificate for Twilio's names to trust. Nothing in them is changed; the wire is TLS, as with Twilio.
/// </summary>
internal sealed class TunnelledTwilio : IAsyncDisposable
{
    private static readonly string[] Names = ["api.twilio.com", "messaging.twilio.com", "accounts.twilio.com"];
    private readonly WebApplication server;
    private readonly TcpListener proxy = new(IPAddress.Loopback, 0);
    private readonly string certificate = Path.GetTempFileName();
    private readonly int port;

    private TunnelledTwilio(WebApplication server, X509Certificate2 own)
    {
        this.server = server;
        port = new Uri(server.Urls.Single()).Port;
        File.WriteAllText(certificate, own.ExportCertificatePem());
        proxy.Start();
        _ = AcceptAsync();
    }

    /// <summary>What makes a process take this one for Twilio.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HTTPS_PROXY"] = $"http://{proxy.LocalEndpoint}",
            ["https_proxy"] = $"http://{proxy.LocalEndpoint}",
            ["NO_PROXY"] = "",
            ["no_proxy"] = "",
            ["SSL_CERT_FILE"] = certificate,
        };

    public static async Task<TunnelledTwilio> StartAsync(LoopbackTwilio twilio)
    {
        var own = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(own)));
        var app = builder.Build();
        app.Run(async context =>
        {
            var asked = await Asked.ReadAsync(context.Request);
            twilio.Requests.Enqueue(asked);
            await twilio.Answer(asked, context);
        });
        await app.StartAsync();
        return new TunnelledTwilio(app, own);
    }

    public async ValueTask DisposeAsync()
    {
        proxy.Dispose();
        await server.DisposeAsync();
        File.Delete(certificate);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TunnelAsync(await proxy.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary><c>CONNECT api.twilio.com:443</c> and what follows it.</summary>
    private async Task TunnelAsync(TcpClient client)
    {
        try
        {
            using var from = client;
            var asked = from.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await asked.ReadAsync(one) == 1)
            {
                head.Append((char)one[0]);
            }

            using var to = new TcpClient();
            await to.ConnectAsync(IPAddress.Loopback, port);
            await asked.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
            var behind = to.GetStream();
            await Task.WhenAny(asked.CopyToAsync(behind), behind.CopyToAsync(asked));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // One of the two has gone.
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A Twilio of the tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
