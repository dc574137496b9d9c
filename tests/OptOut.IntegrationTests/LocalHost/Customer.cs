using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.LocalHost;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>A host with the simulator, and the customer's side as a script.</summary>
internal sealed class Customer : IAsyncDisposable
{
    public const string Base = "https://optout.example.org/some/base",
        Sid = "AC00000000000000000000000000000001";
    public const string Number = "+14155550100",
        Service = "MG00000000000000000000000000000001",
        Person = "+14155552671";
    public const string Twiml =
        "<Response><Message statusCallback=\"" + Base + "/api/twilio/status?brand=acme\">You are out. &amp; done</Message></Response>";
    private const string Token = "token-1";
    private readonly WebApplication _app;

    private Customer(WebApplication app, Uri address)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    public ConcurrentQueue<(string Path, Dictionary<string, string> Form, bool Signed)> Received { get; } = new();

    public Func<HttpContext, Task<string>> Answer { get; set; } = _ => Task.FromResult(Twiml);

    public ITwilioMessages Rest => _app.Services.GetRequiredService<ITwilioMessages>();

    public ITwilioConsents Consents => _app.Services.GetRequiredService<ITwilioConsents>();

    public ITwilioSettings Settings => _app.Services.GetRequiredService<ITwilioSettings>();

    public static async Task<Customer> StartAsync(string data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPhone(
            data,
            _ => new SimulatedTwilio(
                Base,
                [new(Sid, Token, [new("acme", "Acme Clinics", [Number, Service, "whatsapp:+14155550199"], ["reminders"])])]
            )
        );
        var app = builder.Build();
        Customer? customer = null;
        app.MapPhone();
        app.MapPost("/api/twilio/{kind}", (Delegate)((HttpContext context) => customer!.TakeAsync(context)));
        await app.StartAsync();
        return customer = new Customer(app, new Uri(app.Urls.Single()));
    }

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(
            pair => pair.Key,
            pair => pair.Value.ToString(),
            StringComparer.Ordinal
        );
        var path = context.Request.Path.Value + context.Request.QueryString;
        var signature = TwilioSigner.Sign(Base + path, [.. form], Token);
        Received.Enqueue((path, form, string.Equals(signature, context.Request.Headers["X-Twilio-Signature"], StringComparison.Ordinal)));
        return path.Contains("status", StringComparison.Ordinal)
            ? TypedResults.NoContent()
            : TypedResults.Text(await Answer(context), "text/xml");
    }

    public Task<HttpResponseMessage> TextAsync(object message) => Http.PostAsJsonAsync("/local/messages", message);

    /// <summary>Replaces the faults of a phone, or with null those of everyone.</summary>
    public async Task FaultAsync(string faults, string? phone = Person)
    {
        var path = phone is null ? "/local/faults" : $"/local/faults/{Uri.EscapeDataString(phone)}";
        var answer = await Http.PutAsync(path, new StringContent($"{{\"faults\":[{faults}]}}", Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement[]> PhoneAsync(string recipient)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>($"/local/phone/{Uri.EscapeDataString(recipient)}");
        return [.. answer.GetProperty("messages").EnumerateArray()];
    }

    public async Task<string[]> StatusesAsync(int count)
    {
        while (true)
        {
            var statuses = Received
                .Where(r => r.Path.Contains("status", StringComparison.Ordinal))
                .Select(r => r.Form["MessageStatus"])
                .ToArray();
            if (statuses.Length >= count)
            {
                return statuses;
            }
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    public static string NewSid() => $"SM{Guid.NewGuid():N}";
}
