using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OptOut.LocalHost;

/// <summary>The phone simulator in a host: its services, the page at <c>/</c> and <c>/local/*</c>.</summary>
public static class PhoneEndpoints
{
    private const int LargestRequest = 64 * 1024;

    /// <summary>Registers the simulator; it is the <see cref="ITwilioMessages"/> of this host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataDirectory">Where the simulated Twilio keeps its message list.</param>
    /// <param name="twilio">Its customers, asked for once the host is built.</param>
    public static IServiceCollection AddPhone(
        this IServiceCollection services, string dataDirectory, Func<IServiceProvider, SimulatedTwilio> twilio)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(twilio)
            .AddSingleton(provider => new MessageLog(dataDirectory, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<WebhookSender>()
            .AddSingleton<StatusCallbacks>()
            .AddHostedService(provider => provider.GetRequiredService<StatusCallbacks>())
            .AddSingleton<PhoneSimulator>()
            .AddSingleton<ITwilioMessages, SimulatedTwilioMessages>();
    }

    /// <summary>Maps the page and <c>/local/*</c>, all for this machine only.</summary>
    public static void MapPhone(this WebApplication app)
    {
        app.UseWhen(LocalOnly.Covers, branch => branch.Use(LocalOnly.GuardAsync));
        PhonePage.Use(app);
        app.MapPost("/local/messages", DeliverAsync).ExcludeFromDescription();
        app.MapGet("/local/messages", ThreadAsync).ExcludeFromDescription();
        app.MapGet("/local/phone/{recipient}", ShowAsync).ExcludeFromDescription();
        app.MapGet("/local/setup", PhonePage.Setup).ExcludeFromDescription();
        app.MapGet("/local/events", PhonePage.Events).ExcludeFromDescription();
    }

    private static async Task<IResult> DeliverAsync(
        HttpRequest request, PhoneSimulator phone, SimulatedTwilio twilio, IHostApplicationLifetime lifetime)
    {
        if (!request.HasJsonContentType())
        {
            return TypedResults.Problem("The request must be application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }
        if (await ReadAsync(request) is not { } json)
        {
            return TypedResults.Problem($"The request is larger than {LargestRequest} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }
        if (TextedMessageReader.Read(json, twilio, out var errors) is not { } texted)
        {
            return TypedResults.ValidationProblem(errors);
        }
        // Whoever texted may hang up; Twilio delivers nevertheless.
        var delivery = await phone.DeliverAsync(twilio.AccountOf(texted.To)!, texted, lifetime.ApplicationStopping);
        return delivery is null
            ? Invalid("messageSid", "belongs to a message with another sender, recipient or body")
            : TypedResults.Json(delivery);
    }

    /// <summary>What the phone received.</summary>
    private static async Task<IResult> ShowAsync(string recipient, MessageLog log, CancellationToken cancellation) =>
        await OfPhoneAsync(recipient, log, cancellation) is { } messages
            ? TypedResults.Json(new
            {
                messages = messages.Where(message => message.ReachedThePhone)
                    .Select(message => new { message.From, message.To, message.Body, message.At, message.Via }),
            })
            : NoPhone("recipient");

    /// <summary>What the phone texted, received and missed, as the simulated Twilio lists it.</summary>
    private static async Task<IResult> ThreadAsync(string? phone, MessageLog log, CancellationToken cancellation) =>
        await OfPhoneAsync(phone ?? "", log, cancellation) is { } messages
            ? TypedResults.Json(new
            {
                messages = messages.Select(message => new
                {
                    message.MessageSid, message.Via, message.From, message.To, message.Body, message.At, message.Status, message.ErrorCode,
                    message.MessagingServiceSid,
                }),
            })
            : NoPhone("phone");

    /// <summary>All messages of one phone, oldest first; null where that can be no phone.</summary>
    private static async Task<IReadOnlyList<SimulatedMessage>?> OfPhoneAsync(string recipient, MessageLog log, CancellationToken cancellation)
    {
        if (!PhoneAddress.IsRecipient(PhoneAddress.Plain(recipient)))
        {
            return null;
        }
        var phone = PhoneAddress.Phone(recipient);
        return [.. (await log.AllAsync(cancellation)).Where(message =>
            string.Equals(PhoneAddress.Phone(message.IsInbound ? message.From : message.To), phone, StringComparison.OrdinalIgnoreCase))];
    }

    private static ValidationProblem NoPhone(string field) => Invalid(field, "must be + and 8 to 15 digits, or a channel address");

    private static ValidationProblem Invalid(string field, string why) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [why] });

    /// <summary>The body, or null when it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request)
    {
        var buffer = new byte[LargestRequest + 1];
        var length = 0;
        for (int read; length < buffer.Length && (read = await request.Body.ReadAsync(buffer.AsMemory(length))) > 0;)
        {
            length += read;
        }
        return length > LargestRequest ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(0, length);
    }
}
