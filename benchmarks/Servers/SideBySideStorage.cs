using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OptOut.Benchmarks;

/// <summary>
/// A way to the emulator's tables that answers reads as Azure does in one respect: each after a few milliseconds, however many are asked
/// side by side. What it answers is the emulator's own, kept from the first time a row was read; nothing else is kept.
/// </summary>
internal sealed class SideBySideStorage : IAsyncDisposable
{
    /// <summary>What a point read of Table Storage takes from the same region, about.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, (int Status, KeyValuePair<string, string[]>[] Headers, byte[] Body)> kept = new(
        StringComparer.Ordinal
    );
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly WebApplication app;
    private readonly Emulator emulator;

    private SideBySideStorage(Emulator emulator)
    {
        this.emulator = emulator;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>The connection string that leads through here.</summary>
    public string ConnectionString =>
        emulator.ConnectionString(
            new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port
        );

    public static async Task<SideBySideStorage> StartAsync(Emulator emulator)
    {
        var storage = new SideBySideStorage(emulator);
        await storage.app.StartAsync();
        return storage;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var waited = Task.Delay(Latency);
        if (!kept.TryGetValue(target, out var answer))
        {
            answer = await AskAsync(context.Request, target);
            if (HttpMethods.IsGet(context.Request.Method))
            {
                kept[target] = answer;
            }
        }

        await waited;
        context.Response.StatusCode = answer.Status;
        foreach (var (name, values) in answer.Headers)
        {
            context.Response.Headers[name] = values;
        }

        if (answer.Body.Length > 0)
        {
            await context.Response.Body.WriteAsync(answer.Body);
        }
    }

    private async Task<(int Status, KeyValuePair<string, string[]>[] Headers, byte[] Body)> AskAsync(HttpRequest request, string target)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        // To the letter, because it is signed.
        using var asked = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(
                $"http://127.0.0.1:{emulator.TablePort}{target}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        )
        {
            Content = body.Length > 0 ? new ByteArrayContent(body.ToArray()) : null,
        };
        foreach (
            var (name, values) in request.Headers.Where(h =>
                h.Key is not ("Host" or "Connection" or "Content-Length" or "Transfer-Encoding")
            )
        )
        {
            if (!asked.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                asked.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var answer = await http.SendAsync(asked);
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Connection" or "Keep-Alive" or "Transfer-Encoding" or "Content-Length"));
        return (
            (int)answer.StatusCode,
            [.. headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToArray()))],
            await answer.Content.ReadAsByteArrayAsync()
        );
    }
}
