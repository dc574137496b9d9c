using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>The page at <c>/</c>: its files, what it needs to know at first, and when it should look again.</summary>
internal static class PhonePage
{
    // Changes that do not pass through the phone (another host, the sender's API) show at the next tick.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    public static void Use(WebApplication app)
    {
        // Beside the program, wherever it is started from.
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(
            new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => OperatorPage.Protect(file.Context.Response.Headers) }
        );
    }

    /// <summary>Accounts, brands, senders and campaigns, with the demo account's key; never an auth token.</summary>
    public static IResult Setup(SimulatedTwilio twilio) =>
        TypedResults.Json(
            new
            {
                accounts = twilio.Accounts.Select(account => new
                {
                    account.Sid,
                    account.DemoKey,
                    account.Brands,
                }),
            }
        );

    /// <summary>Server-sent events: one when the message list, a delivery or a fault changed, one every few seconds anyway.</summary>
    public static ServerSentEventsResult<string> Events(
        MessageLog log,
        DeliveryJournal deliveries,
        Faults faults,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellation
    ) => TypedResults.ServerSentEvents(ChangesAsync(log, deliveries, faults, time, lifetime.ApplicationStopping, cancellation));

    private static async IAsyncEnumerable<string> ChangesAsync(
        MessageLog log,
        DeliveryJournal deliveries,
        Faults faults,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        // An open page must not delay the host's shutdown.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        var changes = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Changed(object? sender, EventArgs e) => changes.Writer.TryWrite("changed");
        log.Changed += Changed;
        deliveries.Changed += Changed;
        faults.Changed += Changed;
        using var ticks = time.CreateTimer(_ => changes.Writer.TryWrite("tick"), state: null, TimeSpan.Zero, Tick);
        using var completed = ended.Token.Register(() => changes.Writer.TryComplete());
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return change;
            }
        }
        finally
        {
            log.Changed -= Changed;
            deliveries.Changed -= Changed;
            faults.Changed -= Changed;
        }
    }
}
