using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>
/// Keeps each account's audit file of each UTC day where nobody can change it (rule 34; ADR 0452). Run once an hour: it adds what is
/// missing of the last week, so a night that failed is made up for, and a second run, also by another instance at once, changes nothing.
/// </summary>
public sealed partial class NightlyAudit(
    IRecipientList recipients,
    VerifiedLedger ledger,
    Policy policy,
    TimeProvider time,
    ILogger<NightlyAudit> log,
    IAuditFiles? files = null
)
{
    /// <summary>How many days a run looks back. What was missed for longer is exported by hand.</summary>
    public const int MaxDaysBack = 7;

    /// <summary>How long after its end a day's file may take before a person should know.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromHours(6);

    /// <summary>A process that has just started has not run yet.</summary>
    private static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(90);

    private static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset begun = time.GetUtcNow();
    private (DateTimeOffset At, bool IsMissing)? looked;

    /// <summary>
    /// Adds what is missing. Failures are logged and counted, none stops another account's files, and only the end of waiting is thrown.
    /// </summary>
    /// <returns>How many files were added.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (files is null)
        {
            return 0;
        }

        var (added, late) = (0, 0);
        var last = LastDay();
        foreach (var account in policy.Accounts.Keys)
        {
            for (var day = last.AddDays(1 - MaxDaysBack); day <= last; day = day.AddDays(1))
            {
                try
                {
                    added += await AddAsync(files, account, day, cancellation) ? 1 : 0;
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    var (date, cause) = (Text(day), e.GetBaseException().GetType().Name);
                    Failed(account, date, cause);
                    late += IsLate(day) ? 1 : 0;
                }
            }
        }

        Signals.AuditFilesMissing(late);
        looked = null;
        return added;
    }

    /// <summary>Whether any account lacks the file of the last day that should have one. Storage is asked every ten minutes only.</summary>
    /// <exception cref="DependencyUnavailableException">The files cannot be reached.</exception>
    public async Task<bool> IsMissingAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (files is null || now - begun < StartGrace)
        {
            return false;
        }

        if (looked is { } known && now - known.At < CacheDuration)
        {
            return known.IsMissing;
        }

        var day = DayFigures.DayOf(now - LateAfter).AddDays(-1);
        var missing = false;
        foreach (var account in policy.Accounts.Keys)
        {
            missing = missing || !await files.HasAsync(account, day, cancellation);
        }

        looked = (now, missing);
        return missing;
    }

    private async Task<bool> AddAsync(IAuditFiles to, string account, DateOnly day, CancellationToken cancellation)
    {
        if (await to.HasAsync(account, day, cancellation))
        {
            return false;
        }

        var (from, before) = (DayFigures.Begin(day), DayFigures.Begin(day.AddDays(1)));
        var lines = AuditLines.OfAsync(
            recipients.WalkLedgerAsync(account, from, before, cancellation),
            concerns: null,
            new AuditSeal(from, before, brand: null),
            ledger,
            cancellation
        );
        if (!await to.AddAsync(account, day, lines, cancellation))
        {
            return false;
        }

        var date = Text(day);
        Added(account, date);
        return true;
    }

    /// <summary>The last day of which everything that was recorded can be read by now.</summary>
    private DateOnly LastDay() => DayFigures.DayOf(time.GetUtcNow() - RecipientChanges.SettlingTime).AddDays(-1);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private bool IsLate(DateOnly day) => DayFigures.Begin(day.AddDays(1)) + LateAfter <= time.GetUtcNow();

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Audit file of {Account} for {Day} added")]
    private partial void Added(string account, string day);

    [LoggerMessage(
        EventId = 3102,
        Level = LogLevel.Error,
        Message = "Audit file of {Account} for {Day} could not be added ({Cause}); the next run tries again"
    )]
    private partial void Failed(string account, string day, string cause);
}
