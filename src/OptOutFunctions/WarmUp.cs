using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OptOutFunctions;

/// <summary>
/// Makes ready beside the start what the first text will need: the webhooks' routes and the forms of what is stored, which the runtime
/// compiles when they are first used. It reads and writes nothing, and where it fails the first text only takes longer (ADR 0505).
/// </summary>
internal sealed class WarmUp(IServiceProvider services, OptOutPipeline pipeline) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Task.Run(RouteAsync, stoppingToken), Task.Run(Stored, stoppingToken));
        }
        catch (Exception)
        {
            // The first text finds it out, and says it.
        }
    }

    /// <summary>A method that no webhook knows: it goes as far as the routes, 405, and is no refused signature.</summary>
    private async Task RouteAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (context.Request.Method, context.Request.Path) = ("GET", "/api/twilio/messages");
        await pipeline.HandleWebhookAsync(context);
    }

    /// <summary>An opt-out of nobody, written and read as storage has it.</summary>
    private static void Stored()
    {
        const string Nobody = "+12125550100",
            Brand = "none";
        var at = DateTimeOffset.UnixEpoch;
        var e = HashChain.Link(
            new LedgerEvent
            {
                Id = Ledger.EventId("AC", Nobody, 1),
                Sequence = 1,
                Type = EventType.OptedOut,
                At = at,
                Brand = Brand,
                Scope = Scope.Brand,
                Source = Sources.Message,
            },
            Nobody,
            head: null
        );
        JsonSerializer.SerializeToUtf8Bytes(e, OptOutJson.Default.LedgerEvent);
        var state = JsonSerializer.SerializeToUtf8Bytes(Ledger.Fold(Nobody, [e]), OptOutJson.Default.RecipientState);
        JsonSerializer.Deserialize(state, OptOutJson.Default.RecipientState);
        JsonSerializer.SerializeToUtf8Bytes(new Receipt { Id = "SM", At = at }, OptOutJson.Default.Receipt);
        FollowUpBody.Of(new MessageFollowUp("AC", Nobody, "SM", Nobody, Nobody, null, "STOP", null, null, at, Sources.Message, null));
    }
}
