using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOut.IntegrationTests;

/// <summary>Somebody who takes webhooks, in the order in which they come, whatever name they are sent to.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly WebApplication server;

    public Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(TakeAsync);
        server.StartAsync().GetAwaiter().GetResult();
        Url = server.Urls.Single() + "/hooks";
    }

    public string Url { get; }

    public HttpStatusCode Answers { get; set; } = HttpStatusCode.NoContent;

    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; set; }

    /// <summary>Each answer ends its connection.</summary>
    public bool Closes { get; set; }

    /// <summary>No answer before.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<(IReadOnlyDictionary<string, string> Headers, string Body)> Taken { get; } = new();

    public string[] TypesFor(string recipient) =>
        [
            .. Taken
                .Select(t => JsonDocument.Parse(t.Body).RootElement)
                .Where(e => e.GetProperty("data").GetProperty("recipient").GetString() == recipient)
                .Select(e => e.GetProperty("type").GetString()!),
        ];

    public void Dispose() => server.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Taken.Enqueue((context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        await Until;
        context.Response.StatusCode = (int)Answers;
        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }

        if (Closes)
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
