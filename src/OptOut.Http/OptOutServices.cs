using Microsoft.AspNetCore.Routing;
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
        // Read once, here: a wrong configuration stops the start before anything else begins.
        var (policy, limits) = ReadConfiguration(configuration);
        services.AddSingleton(policy);
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<LinkRouteConstraint>(LinkRouteConstraint.Name));
        services.AddHostedService<ConfigurationWarnings>();
        services.AddSingleton<ReviewMessages>();
        services.AddSingleton<ReviewClock>().AddHostedService(provider => provider.GetRequiredService<ReviewClock>());
        services.AddSingleton<RecipientChanges>();
        services.AddSingleton<ReceiveMessage>();
        services.AddSingleton<DecisionSigner>();
        services.AddHostedService<DecisionKeyWarning>();
        services.AddSingleton<VerifiedLedger>();
        services.AddSingleton<NightlyAudit>();
        services.AddSingleton<LastPublication>();
        services.AddSingleton<PastStates>();
        services.AddSingleton<CheckSend>();
        services.AddSingleton<RecordConsent>();
        services.AddSingleton<RecordOptOut>();
        services.AddSingleton<ImportRecords>();
        services.AddSingleton<RecordSend>();
        services.AddSingleton<EraseRecipient>();
        services.AddSingleton<HoldRecipient>();
        services.AddSingleton<PurgeRecipients>();
        services.AddSingleton<SetPreferences>();
        services.AddSingleton<ReportReassigned>();
        services.AddSingleton<Suspensions>().AddHostedService<SuspensionRefresh>();
        services.AddSingleton<SpreadGuard>();
        services.AddSingleton<RecordProviderBlock>();
        services.TryAddSingleton(new FollowUpTimes());
        services.TryAddSingleton(new ReconcileTimes());
        services.AddSingleton<Reconcile>();
        services.AddSingleton<Background>();
        services.AddSingleton<FollowUps>();
        services.AddSingleton<DeliverConfirmation>();
        services.AddSingleton<ReceiveConversation>();
        services.AddSingleton<ReceiveStatus>();
        services.AddFollowUpHandlers();
        services.AddRelays();
        services.AddDesk();
        services.AddSingleton<LinkLimits>();
        services.AddSingleton<LinkVisit>();
        services.AddSingleton<RefusedSignatures>();
        services.AddSingleton<AnsweredMessages>();
        services.AddSingleton<MessageWebhook>();
        services.AddSingleton<StatusWebhook>();
        services.AddSingleton<ConversationWebhook>();
        services.AddRouting();
        services.AddApiDocument();
        services.AddProblemDetails();
        // As ApiJson.Written: problem documents are read by people too.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = ApiJson.Written.Options.Encoder);
        services.AddApiAuthentication();
        services.AddCallerLimits(limits);
        services.AddSingleton<BulkPace>();
        services.AddHealth();
        return services;
    }

    /// <summary>The policy that the section <c>OptOut</c> describes.</summary>
    /// <exception cref="OptionsValidationException">Names every key that is wrong.</exception>
    public static Policy ReadPolicy(IConfiguration configuration) => ReadConfiguration(configuration).Policy;

    /// <summary>
    /// Where the accounts lie that name a storage of their own (<c>OptOut:Accounts:N:Storage</c>), by their SID; for the host, which
    /// registers the store. It may hold a secret, so it is no part of the policy.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ReadAccountStorage(IConfiguration configuration) =>
        configuration
            .GetSection($"{OptOutSettings.Section}:{nameof(OptOutSettings.Accounts)}")
            .GetChildren()
            .Where(account => !string.IsNullOrWhiteSpace(account[nameof(AccountSettings.Storage)]))
            .ToDictionary(
                account => account[nameof(AccountSettings.Sid)]!.Trim(),
                account => account[nameof(AccountSettings.Storage)]!,
                StringComparer.Ordinal
            );

    private static (Policy Policy, RateLimits Limits) ReadConfiguration(IConfiguration configuration)
    {
        OptOutSettings settings;
        try
        {
            settings =
                configuration.GetSection(OptOutSettings.Section).Get<OptOutSettings>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new OptOutSettings();
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(
                OptOutSettings.Section,
                typeof(OptOutSettings),
                [$"{OptOutSettings.Section}: {e.GetBaseException().Message}"]
            );
        }

        var (policy, limits, errors) = PolicyBuilder.Build(settings);
        return policy is not null
            ? (policy, limits)
            : throw new OptionsValidationException(OptOutSettings.Section, typeof(OptOutSettings), errors);
    }
}
