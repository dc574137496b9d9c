using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OptOut.Http;

/// <summary>Registers the rules' use cases and the checked configuration. The ports are the host's to register.</summary>
public static class OptOutServices
{
    public static IServiceCollection AddOptOut(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OptOutSettings>()
            .Bind(configuration.GetSection(OptOutSettings.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<OptOutSettings>, ValidateSettings>();
        services.AddSingleton(provider => PolicyBuilder.Build(provider.GetRequiredService<IOptions<OptOutSettings>>().Value).Policy!);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RecipientChanges>();
        services.AddSingleton<ReceiveMessage>();
        services.AddSingleton<CheckSend>();
        services.AddSingleton<RecordConsent>();
        services.AddSingleton<OptOutManually>();
        services.AddSingleton<RecordSend>();
        services.AddSingleton<SetPreferences>();
        services.AddSingleton<Webhooks>();
        services.AddRouting();
        return services;
    }

    /// <summary>Stops the start and names every key that is wrong.</summary>
    private sealed class ValidateSettings : IValidateOptions<OptOutSettings>
    {
        public ValidateOptionsResult Validate(string? name, OptOutSettings options) =>
            PolicyBuilder.Build(options).Errors is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
