namespace OptOut.Tests;

/// <summary>Rule 29 at run time: set by an administrator, seen by every instance, and in doubt denied.</summary>
public sealed class SuspensionTests
{
    private readonly Desk desk = new();
    private readonly Suspensions here,
        there;

    public SuspensionTests()
    {
        var policy = new Policy
        {
            PublicBaseUrl = "https://optout.example",
            Retention = IsoDuration.Parse("P5Y"),
            Accounts = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
                new[] { Desk.Account },
                a => a.Sid,
                StringComparer.Ordinal
            ),
        };
        here = new Suspensions(desk.Store, desk.Changes, policy, desk.Time);
        there = new Suspensions(desk.Store, desk.Changes, policy, desk.Time);
    }

    [Fact]
    public async Task Rule29_a_suspension_at_run_time_denies_at_once_here_and_after_one_reading_anew_elsewhere()
    {
        Assert.NotEqual(Reason.Suspended, (await CheckAsync(there, Clinic.Offers)).Reason);
        var mark = await SetAsync("offers", true);
        Assert.Equal([mark!.Event], (await CheckAsync(here, Clinic.Offers)).IsDenied(Reason.Suspended).Evidence);
        Assert.NotEqual(Reason.Suspended, (await CheckAsync(here, Clinic.Reminders)).Reason);
        Assert.NotEqual(Reason.Suspended, (await CheckAsync(there, Clinic.Offers)).Reason);
        desk.Time.Advance(Suspensions.Period);
        await there.RefreshAsync(CancellationToken.None);
        (await CheckAsync(there, Clinic.Offers)).IsDenied(Reason.Suspended);
        Assert.Null(await SetAsync("offers", false));
        Assert.NotEqual(Reason.Suspended, (await CheckAsync(here, Clinic.Offers)).Reason);
    }

    [Fact]
    public async Task Rule29_a_suspended_brand_suspends_its_campaigns_and_its_replies_and_the_accounts_ledger_says_so()
    {
        await SetAsync(null, true);
        (await CheckAsync(here, Clinic.Offers)).IsDenied(Reason.Suspended);
        (await CheckAsync(here, null, CheckKind.Reply)).IsDenied(Reason.Suspended);
        await SetAsync(null, true);
        var e = Assert.Single(desk.Store.Ledger(AccountLedger.Of(Clinic.Account)));
        Assert.Equal(
            (EventType.SuspensionChanged, "acme", true, "complaints", "dana"),
            (e.Type, e.Brand, e.Suspended!.Value, e.Text, e.Actor)
        );
        Assert.True(e.IsPublished);
    }

    [Fact]
    public async Task Rule29_a_fresh_copy_costs_no_read_and_an_old_one_is_not_trusted()
    {
        await here.RefreshAsync(CancellationToken.None);
        desk.Store.IsDown = true;
        Assert.Null(await here.FindAsync(Clinic.Account, "acme", "offers", CancellationToken.None));
        desk.Time.Advance(Suspensions.MaxAge);
        await Assert.ThrowsAsync<DependencyUnavailableException>(async () =>
            await here.FindAsync(Clinic.Account, "acme", "offers", CancellationToken.None)
        );
    }

    [Fact]
    public async Task Rule29_a_purge_leaves_what_is_suspended()
    {
        await SetAsync(null, true);
        var state = desk.Store.State(AccountLedger.Of(Clinic.Account));
        Assert.False(RetentionRules.IsPurgeable(state, IsoDuration.FromDays(1), desk.Time.GetUtcNow().AddYears(9)));
        await SetAsync(null, false);
        Assert.True(
            RetentionRules.IsPurgeable(
                desk.Store.State(AccountLedger.Of(Clinic.Account)),
                IsoDuration.FromDays(1),
                desk.Time.GetUtcNow().AddYears(9)
            )
        );
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Rule38_one_text_over_more_senders_than_allowed_is_recorded_once_a_day(int senders, bool suspected)
    {
        var brand = Clinic.Acme with { MaxSenders = 2 };
        await using var background = new Background(desk.Time);
        var guard = new SpreadGuard(desk.Changes, background, desk.Time);
        for (var round = 0; round < 2; round++)
        {
            foreach (var sender in brand.Senders.Take(senders))
            {
                guard.Saw(
                    new CheckQuestion
                    {
                        Account = Desk.Account,
                        Brand = brand,
                        Kind = CheckKind.Campaign,
                        Sender = sender.Address,
                        Body = $"Sale {round}!  Reply STOP",
                    },
                    new CheckAnswer { Allowed = true, Reason = Reason.Consented }
                );
            }
        }

        await background.DisposeAsync();
        var events = desk.Store.Ledger(AccountLedger.Of(Clinic.Account));
        Assert.Equal(suspected ? [EventType.SpreadSuspected] : [], events.Select(e => e.Type));
        Assert.All(events, e => Assert.Equal((senders, true), (e.Senders!.Count, e.IsPublished)));
    }

    [Fact]
    public async Task Rule38_what_is_denied_goes_out_nowhere()
    {
        await using var background = new Background(desk.Time);
        var guard = new SpreadGuard(desk.Changes, background, desk.Time);
        foreach (var sender in Clinic.Acme.Senders)
        {
            guard.Saw(
                new CheckQuestion
                {
                    Account = Desk.Account,
                    Brand = Clinic.Acme with { MaxSenders = 1 },
                    Sender = sender.Address,
                    Body = "Sale",
                },
                CheckAnswer.Deny(Reason.OptedOut)
            );
        }

        await background.DisposeAsync();
        Assert.Empty(desk.Store.Ledger(AccountLedger.Of(Clinic.Account)));
    }

    private Task<Mark?> SetAsync(string? campaign, bool suspended) =>
        here.SetAsync(Clinic.Account, "acme", campaign, suspended, "complaints", "dana", CancellationToken.None);

    private Task<CheckAnswer> CheckAsync(Suspensions suspensions, Campaign? campaign, CheckKind kind = CheckKind.Campaign) =>
        new CheckSend(desk.Store, desk.Changes, desk.Decisions, desk.Time, suspensions).AnswerAsync(
            Desk.Key.Recipient,
            new CheckQuestion
            {
                Account = Desk.Account,
                Brand = Clinic.Acme,
                Campaign = campaign,
                Kind = kind,
                Sender = kind == CheckKind.Reply ? Clinic.Number : null,
            },
            reserve: false,
            CancellationToken.None
        );
}
