namespace OptOut.LocalHost;

/// <summary>
/// Two people who are in the demo account from its first start on, so that the gates can be seen: one consented to everything of Acme
/// Clinics, the other's number has another owner by now. Only where <c>LocalHost:DemoPeople</c> says so (the demo account's own settings
/// do), and nobody is written twice.
/// </summary>
internal sealed partial class DemoPeople(
    IConfiguration configuration,
    Policy policy,
    IRecipientStore store,
    RecordConsent consents,
    ReportReassigned reassigned,
    TimeProvider time,
    ILogger<DemoPeople> logger
) : BackgroundService
{
    /// <summary>Whether they are made.</summary>
    public const string Setting = "LocalHost:DemoPeople";

    /// <summary>Consented yesterday: a check answers yes, and for marketing by night <c>quiet-hours</c>.</summary>
    public const string Consented = "+14155552680";

    /// <summary>Consented too, before the number went to somebody else: <c>number-reassigned</c>.</summary>
    public const string Reassigned = "+12125550142";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (
            !configuration.GetValue<bool>(Setting)
            || policy.Accounts.Values.FirstOrDefault() is not { } account
            || !account.Brands.TryGetValue("acme", out var brand)
        )
        {
            return;
        }

        try
        {
            var yesterday = time.GetUtcNow().AddDays(-1);
            await ConsentAsync(account, brand, Consented, yesterday, stoppingToken);
            if (await ConsentAsync(account, brand, Reassigned, yesterday, stoppingToken))
            {
                await reassigned.HandleAsync(
                    Key(account, Reassigned),
                    time.GetUtcNow(),
                    Sources.Api,
                    "demo",
                    onlyKnown: false,
                    stoppingToken
                );
            }
        }
        catch (DependencyUnavailableException e)
        {
            // The host can run without the demo people; the next start tries again.
            NotWritten(logger, e.GetType().Name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    /// <summary>Whether it was written: nobody who has a history already gets another.</summary>
    private async Task<bool> ConsentAsync(Account account, Brand brand, string number, DateTimeOffset at, CancellationToken cancellation)
    {
        var key = Key(account, number);
        if ((await store.ReadAsync(key, cancellation)).State.LastSequence > 0)
        {
            return false;
        }

        await consents.HandleAsync(
            key,
            new ReportedConsent
            {
                Brand = brand,
                Campaigns =
                [
                    .. brand
                        .Campaigns.Values.Where(campaign => !campaign.DoubleOptIn)
                        .OrderBy(campaign => campaign.Id, StringComparer.Ordinal),
                ],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = at,
                Statement = $"Yes, {brand.Name} may text me. Reply STOP to unsubscribe.",
                Proof = new Proof(Reference: "demo form 1"),
            },
            requestId: "demo",
            cancellation
        );
        return true;
    }

    private static RecipientKey Key(Account account, string number) => new(account.Sid, RecipientAddress.FromStored(number));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo's people could not be written ({Error}); the next start tries again.")]
    private static partial void NotWritten(ILogger logger, string error);
}
