using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace OptOut.Client;

/// <summary>Registers the client.</summary>
public static class OptOutClientServices
{
    /// <summary>
    /// Adds <see cref="OptOutClient"/> and <see cref="SendGuard"/>, over an HTTP client with the standard resilience (retries with backoff,
    /// a time-out a try, a circuit breaker). A wrong option stops the first use and is named.
    /// </summary>
    public static IHttpClientBuilder AddOptOutClient(this IServiceCollection services, Action<OptOutClientOptions> configure)
    {
        services
            .AddOptions<OptOutClientOptions>()
            .Configure(configure)
            .Validate(o => o.BaseAddress is { IsAbsoluteUri: true }, $"{nameof(OptOutClientOptions.BaseAddress)} must be an absolute URL.")
            .Validate(o => !string.IsNullOrWhiteSpace(o.ApiKey), $"{nameof(OptOutClientOptions.ApiKey)} is required.")
            .Validate(o => o.Timeout > TimeSpan.Zero, $"{nameof(OptOutClientOptions.Timeout)} must be longer than nothing.");
        services.AddTransient<SendGuard>();
        var client = services.AddHttpClient<OptOutClient>(
            (provider, http) =>
            {
                var options = provider.GetRequiredService<IOptions<OptOutClientOptions>>().Value;
                http.BaseAddress = options.BaseAddress;
                http.DefaultRequestHeaders.Add("x-api-key", options.ApiKey);
            }
        );
        // A check changes nothing and a send is recorded once per MessageSid, so every call is safe to retry.
        client
            .AddStandardResilienceHandler()
            .Configure(
                (resilience, provider) =>
                {
                    var limit = provider.GetRequiredService<IOptions<OptOutClientOptions>>().Value.Timeout;
                    resilience.TotalRequestTimeout.Timeout = limit;
                    resilience.AttemptTimeout.Timeout = limit / 3;
                    resilience.Retry.Delay = limit / 50;
                }
            );
        return client;
    }
}
