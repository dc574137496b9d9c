using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.TwilioApi;

namespace OptOutFunctions.Tests;

/// <summary>
/// A real HTTP server on loopback in the place of Twilio's REST API. The SDK's own requests reach it (only their address is changed on the
/// wire); each test says what it answers.
/// </summary>
public sealed class LoopbackTwilio : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    private readonly WebApplication server;
    private readonly string address;

    private LoopbackTwilio(WebApplication server)
    {
        this.server = server;
        address = server
            .Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
    }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>What is answered; set by each test.</summary>
    public Func<Asked, HttpContext, Task> Answer { get; set; } = (_, context) => ReplyAsync(context, 500, "");

    public static async Task<LoopbackTwilio> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        LoopbackTwilio? twilio = null;
        app.Run(async context =>
        {
            var asked = await Asked.ReadAsync(context.Request);
            twilio!.Requests.Enqueue(asked);
            await twilio.Answer(asked, context);
        });
        await app.StartAsync();
        return twilio = new LoopbackTwilio(app);
    }

    /// <summary>The adapter under test with the handlers that production gives it; <paramref name="tokens"/> are the account's.</summary>
    internal TwilioSdkMessages Messages(TimeProvider? time = null, params string[] tokens) =>
        (TwilioSdkMessages)Services(time, tokens).GetRequiredService<ITwilioMessages>();

    /// <summary>All of the head's adapters.</summary>
    internal ServiceProvider Services(TimeProvider? time = null, params string[] tokens)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(TestPolicy.With(Account, tokens.Length == 0 ? ["token-1"] : tokens));
        services.AddTwilioApi();
        PutInPlace(services);
        return services.BuildServiceProvider();
    }

    /// <summary>What was meant for Twilio comes here.</summary>
    internal void PutInPlace(IServiceCollection services)
    {
        foreach (var client in new[] { TwilioCalls.ClientName, nameof(TwilioSdkDeactivations) })
        {
            services.AddHttpClient(client).AddHttpMessageHandler(() => new ToLoopback(new Uri(address)));
        }
    }

    /// <summary>Answers always the same.</summary>
    public void Always(int status, string body) => Answer = (_, context) => ReplyAsync(context, status, body);

    public static Task ReplyAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(TestContext.Current.CancellationToken);
        await server.DisposeAsync();
    }

    /// <summary>Changes nothing of a request but where it goes; the host it was meant for stays in a header.</summary>
    private sealed class ToLoopback(Uri loopback) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = request.RequestUri!.Host;
            request.RequestUri = new UriBuilder(request.RequestUri)
            {
                Scheme = "http",
                Host = loopback.Host,
                Port = loopback.Port,
            }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>One request as it arrived.</summary>
/// <param name="Host">The host that the SDK meant.</param>
/// <param name="Token">The password of its Basic authorization.</param>
public sealed record Asked(string Method, string Host, string Path, string Query, string Token, IReadOnlyDictionary<string, string> Form)
{
    public static async Task<Asked> ReadAsync(HttpRequest request)
    {
        // What lies behind a signed URL is asked for without any.
        var authorization = request.Headers.Authorization.ToString();
        var basic = authorization.Length == 0 ? "" : Encoding.ASCII.GetString(Convert.FromBase64String(authorization["Basic ".Length..]));
        var form = request.HasFormContentType ? await request.ReadFormAsync() : null;
        return new Asked(
            request.Method,
            request.Host.Host,
            request.Path,
            Uri.UnescapeDataString(request.QueryString.Value ?? ""),
            basic[(basic.IndexOf(':', StringComparison.Ordinal) + 1)..],
            form?.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal) ?? []
        );
    }
}
