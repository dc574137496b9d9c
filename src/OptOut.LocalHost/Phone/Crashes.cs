using System.Collections.Concurrent;

namespace OptOut.LocalHost;

/// <summary>
/// Handlings of a webhook that end where a crash right after the commit would end them: nothing is answered, nothing is published, no
/// follow-up is cancelled. What was scheduled before stays, as it would in a queue outside of the process.
/// </summary>
internal sealed class Crashes
{
    // Flows into everything that a handling starts, background work included.
    private static readonly AsyncLocal<bool> Crashed = new();
    private readonly ConcurrentDictionary<string, byte> planned = new(StringComparer.Ordinal);

    /// <summary>Plans that of one delivery, which Twilio gives a token of its own.</summary>
    public void Plan(string deliveryToken) => planned.TryAdd(deliveryToken, 0);

    /// <summary>The middleware: a planned crash takes place.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (!planned.TryRemove(context.Request.Headers[WebhookSender.DeliveryToken].ToString(), out _))
        {
            await next(context);
            return;
        }

        Crashed.Value = true;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Abort();
    }

    /// <summary>Puts the crash between the use cases and what they do after a commit.</summary>
    public static IServiceCollection AddTo(IServiceCollection services)
    {
        var (queue, publisher) = (Registered<IFollowUpQueue>(services), Registered<IEventPublisher>(services));
        return services
            .AddSingleton<IFollowUpQueue>(provider => new Queue(queue(provider)))
            .AddSingleton<IEventPublisher>(provider => new Publisher(publisher(provider)));
    }

    private static Func<IServiceProvider, T> Registered<T>(IServiceCollection services)
        where T : class
    {
        var factory = services.Last(service => service.ServiceType == typeof(T)).ImplementationFactory!;
        return provider => (T)factory(provider);
    }

    private static void ThrowIfCrashed()
    {
        if (Crashed.Value)
        {
            throw new DependencyUnavailableException("This handling has crashed.");
        }
    }

    private sealed class Queue(IFollowUpQueue queue) : IFollowUpQueue
    {
        public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation) =>
            queue.ScheduleAsync(followUp, due, cancellation);

        public async Task CancelAsync(string ticket, CancellationToken cancellation)
        {
            ThrowIfCrashed();
            await queue.CancelAsync(ticket, cancellation);
        }

        public Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) => queue.DeadLetterAsync(body, cancellation);

        public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) => queue.HasDeadLettersAsync(cancellation);

        public Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation) => queue.OldestDueAsync(cancellation);

        public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) => queue.ReviveDeadLettersAsync(cancellation);
    }

    private sealed class Publisher(IEventPublisher publisher) : IEventPublisher
    {
        public bool HasSubscribers => publisher.HasSubscribers;

        public async Task PublishAsync(
            string accountSid,
            string recipient,
            IReadOnlyList<LedgerEvent> events,
            CancellationToken cancellation
        )
        {
            ThrowIfCrashed();
            await publisher.PublishAsync(accountSid, recipient, events, cancellation);
        }
    }
}
