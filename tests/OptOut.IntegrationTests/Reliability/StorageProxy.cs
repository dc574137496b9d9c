using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>A storage request on its way.</summary>
/// <param name="Number">Counted since <see cref="StorageProxy.CountFromHere"/>; 0 for the worker's regular look into the queue, which is no message's step.</param>
/// <param name="What">What a failed test shows.</param>
/// <param name="IsTable">To the table, not to a queue.</param>
internal sealed record StorageRequest(int Number, string What, bool IsTable);

/// <summary>
/// Stands between a host and Azurite, and lets a test in before a request reaches storage and after it took effect there, before the host knows. What
/// either throws breaks the connection.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly AzuriteRecord _azurite;
    private int _tablePort;
    private int _count;

    private StorageProxy(AzuriteRecord azurite)
    {
        _azurite = azurite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Func<StorageRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Func<StorageRequest, Task> After { get; set; } = _ => Task.CompletedTask;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The connection string that leads through here.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<StorageProxy> StartAsync(AzuriteRecord azurite, string connectionString)
    {
        var proxy = new StorageProxy(azurite);
        await proxy._app.StartAsync();
        var ports = proxy._app.Urls.Select(url => new Uri(url).Port).ToArray();
        proxy._tablePort = ports[0];
        proxy.ConnectionString = connectionString
            .Replace($":{azurite.TablePort}/", $":{ports[0]}/", StringComparison.Ordinal)
            .Replace($":{azurite.QueuePort}/", $":{ports[1]}/", StringComparison.Ordinal);
        return proxy;
    }

    public void CountFromHere() => Volatile.Write(ref _count, 0);

    /// <summary>Nothing goes wrong from now on.</summary>
    public void Calm() => Before = After = _ => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var request = Read(context);
        try
        {
            await Before(request);
            using var answer = await ForwardAsync(context, request.IsTable);
            await After(request);
            await AnswerAsync(context, answer);
        }
        catch (Exception)
        {
            context.Abort();
        }
    }

    private StorageRequest Read(HttpContext context)
    {
        var isTable = context.Connection.LocalPort == _tablePort;
        var isLook = !isTable && HttpMethods.IsGet(context.Request.Method);
        return new(isLook ? 0 : Interlocked.Increment(ref _count), $"{context.Request.Method} {context.Request.Path}", isTable);
    }

    /// <summary>As it came, to the letter: what is signed stays as it was signed.</summary>
    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context, bool isTable)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var port = isTable ? _azurite.TablePort : _azurite.QueuePort;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri($"http://127.0.0.1:{port}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = body.Length > 0 ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var (name, values) in context.Request.Headers.Where(h => h.Key is not ("Host" or "Connection" or "Content-Length" or "Transfer-Encoding" or "Expect")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // Not the request's own end: what storage was asked goes on though the one who asked is dead.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, CancellationToken.None);
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Connection" or "Keep-Alive" or "Transfer-Encoding" or "Content-Length")))
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
