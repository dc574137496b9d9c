using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>A storage request on its way.</summary>
/// <param name="IsTable">To the table, not to a queue.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as they came.</param>
internal sealed record StorageRequest(bool IsTable, string Method, string Target, byte[] Body);

/// <summary>
/// A proxy between a host and Azurite that calls a test before a request reaches storage, and after it took effect there and before the
/// host is answered. An exception of either breaks the connection.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        }
    );
    private readonly WebApplication app;
    private readonly AzuriteRecord azurite;
    private int tablePort;

    private StorageProxy(AzuriteRecord azurite)
    {
        this.azurite = azurite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        app = builder.Build();
        app.Run(PassAsync);
    }

    public Func<StorageRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>With what storage answered.</summary>
    public Func<StorageRequest, string, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The connection string that leads through here.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<StorageProxy> StartAsync(AzuriteRecord azurite, string connectionString)
    {
        var proxy = new StorageProxy(azurite);
        await proxy.app.StartAsync();
        var ports = proxy.app.Urls.Select(url => new Uri(url).Port).ToArray();
        proxy.tablePort = ports[0];
        proxy.ConnectionString = azurite.Through(connectionString, ports[0], ports[1]);
        return proxy;
    }

    /// <summary>Nothing goes wrong from now on.</summary>
    public void StopIntercepting()
    {
        Before = _ => Task.CompletedTask;
        After = (_, _) => Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            var request = await ReadAsync(context);
            await Before(request);
            using var answer = await ForwardAsync(request, context.Request.Headers);
            await After(request, await answer.Content.ReadAsStringAsync());
            await AnswerAsync(context, answer);
        }
        catch (Exception)
        {
            context.Abort();
        }
    }

    private async Task<StorageRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return new(
            context.Connection.LocalPort == tablePort,
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            body.ToArray()
        );
    }

    /// <summary>As it came, to the letter: what is signed stays as it was signed.</summary>
    private async Task<HttpResponseMessage> ForwardAsync(StorageRequest request, IHeaderDictionary headers)
    {
        var port = request.IsTable ? this.azurite.TablePort : this.azurite.QueuePort;
        using var forwarded = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(
                $"http://127.0.0.1:{port}{request.Target}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        forwarded.Content = request.Body.Length > 0 ? new ByteArrayContent(request.Body) : null;
        foreach (
            var (name, values) in headers.Where(h =>
                h.Key is not ("Host" or "Connection" or "Content-Length" or "Transfer-Encoding" or "Expect")
            )
        )
        {
            if (!forwarded.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                forwarded.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // Not the request's own token: storage completes a request although the host that sent it is dead.
        return await http.SendAsync(forwarded, HttpCompletionOption.ResponseContentRead, CancellationToken.None);
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (
            var (name, values) in answer
                .Headers.Concat(answer.Content.Headers)
                .Where(h => h.Key is not ("Connection" or "Keep-Alive" or "Transfer-Encoding" or "Content-Length"))
        )
        {
            context.Response.Headers[name] = values.ToArray();
        }

        var body = await answer.Content.ReadAsByteArrayAsync();
        if (body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body);
        }
    }
}
