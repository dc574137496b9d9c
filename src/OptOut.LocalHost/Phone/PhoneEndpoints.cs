using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OptOut.LocalHost;

/// <summary>The phone simulator in a host: its services, the page at <c>/</c> and <c>/local/*</c>.</summary>
public static class PhoneEndpoints
{
    private const int LargestRequest = 64 * 1024;

    /// <summary>Registers the simulator; it is the <see cref="ITwilioMessages"/> of this host.</summary>
    public static IServiceCollection AddPhone(this IServiceCollection services, string dataDirectory, SimulatedTwilio twilio) =>
        services.AddPhone(dataDirectory, _ => twilio);

    /// <summary>Registers the simulator with customers that are known once the host is built.</summary>
    public static IServiceCollection AddPhone(this IServiceCollection services, string dataDirectory, Func<IServiceProvider, SimulatedTwilio> twilio)
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
        app.MapPost("/local/messages", DeliverAsync).ExcludeFromDescription();
        app.MapGet("/local/phone/{recipient}", ShowAsync).ExcludeFromDescription();
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
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["messageSid"] = ["belongs to a message with another sender, recipient or body"],
            })
            : TypedResults.Json(delivery);
    }

    private static async Task<IResult> ShowAsync(string recipient, MessageLog log, CancellationToken cancellation)
    {
        if (!PhoneAddress.IsRecipient(PhoneAddress.Plain(recipient)))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["recipient"] = ["must be + and 8 to 15 digits, or a channel address"],
            });
        }
        var phone = PhoneAddress.Phone(recipient);
        var received = (await log.AllAsync(cancellation))
            .Where(message => message.ReachedThePhone && string.Equals(PhoneAddress.Phone(message.To), phone, StringComparison.OrdinalIgnoreCase))
            .Select(message => new { message.From, message.To, message.Body, message.At, message.Via });
        return TypedResults.Json(new { messages = received.ToArray() });
    }

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
