using CsCheck;

namespace OptOut.Tests;

/// <summary>Random histories of a recipient: texts on time, raced and late, reports of senders and of Twilio, and time passing.</summary>
internal static class Histories
{
    public static readonly string[] Openings = ["START", "UNSTOP", "YES", "JOIN", "NEWS", "hello", "take me off your list?"];

    private static readonly string[] Bodies =
    [
        "STOP",
        "STOP",
        "STOPALL",
        "please stop texting me",
        "HELP",
        "START",
        "START",
        "YES",
        "JOIN",
        "NEWS",
        "hello",
    ];

    private static readonly string[] Senders = [Clinic.Number, Clinic.WhatsApp, Clinic.TollFree, Clinic.WineNumber];

    private static readonly string[] Campaigns = ["reminders", "offers", "news", "reminders+offers"];

    /// <summary>One thing that happens; returns what was decided.</summary>
    public delegate Decision Step(Recipient recipient);

    public static readonly Gen<(string Body, string To)> Text = Gen.Select(OneOf(Bodies), OneOf(Senders));

    private static readonly Gen<double> Seconds = Gen.OneOf(Gen.Double[0, 5], Gen.Double[0, 100_000], Gen.Double[0, 5_000_000]);

    private static readonly Gen<Step> Texts = Gen.Select(Text, Gen.Int[0, 5], Seconds, Gen.Bool)
        .Select(
            (text, how, seconds, twilio) =>
                (Step)(
                    r =>
                        how switch
                        {
                            0 => r.Texts(text.Body, text.To, at: r.Now.AddSeconds(-seconds)),
                            1 => r.Texts(text.Body, text.To, raced: r.Now.AddMilliseconds(-seconds % 900)),
                            2 => r.Texts(
                                text.Body,
                                text.To,
                                type: twilio && text.Body is "STOP" or "START" or "HELP" ? text.Body : null,
                                service: twilio ? Clinic.Service : null
                            ),
                            _ => r.Texts(text.Body, text.To),
                        }
                )
        );

    private static readonly Gen<Step> Consents = Gen.Select(OneOf(Campaigns), Gen.Bool, Gen.Int[0, 3], Seconds)
        .Select(
            (campaigns, reconsent, how, seconds) =>
                (Step)(
                    r =>
                    {
                        var before = r.Ledger.Count;
                        r.Consents(
                            campaigns,
                            how == 0 ? Basis.PriorRelationship : Basis.Express,
                            how == 1 ? r.Now.AddSeconds(-seconds) : null,
                            reconsent,
                            how == 2 ? Sources.Import : Sources.Api
                        );
                        return Happened(r, before);
                    }
                )
        );

    private static readonly Gen<Step> OptOuts = Gen.Select(
            OneOf(Enum.GetValues<Scope>()),
            OneOf("phone", "web", Sources.Provider),
            Gen.Bool,
            Seconds
        )
        .Select(
            (scope, source, backdated, seconds) =>
                (Step)(
                    r =>
                        r.IsOptedOut(
                            scope,
                            scope == Scope.Campaign ? "offers" : null,
                            source,
                            backdated ? r.Now.AddSeconds(-seconds) : null,
                            sender: source == Sources.Provider ? Clinic.Number : null
                        )
                )
        );

    private static readonly Gen<Step> Reports = Gen.Select(Gen.Int[0, 5], OneOf("reminders", "offers"), OneOf(Senders[..3]), Seconds)
        .Select(
            (what, campaign, sender, seconds) =>
                (Step)(
                    r =>
                    {
                        var before = r.Ledger.Count;
                        switch (what)
                        {
                            case 0:
                                r.IsSent(campaign, fulfilled: [Obligation.OptOutLanguage, Obligation.ReconfirmConsent]);
                                break;
                            case 1:
                                r.IsSent(campaign, at: r.Now.AddSeconds(-seconds));
                                break;
                            case 2:
                                r.IsSent("news", CheckKind.OptInRequest, sender);
                                break;
                            case 3:
                                r.IsRefused(sender, r.Now.AddSeconds(-seconds));
                                break;
                            case 4:
                                r.Prefers(3, IsoDuration.FromDays(1));
                                break;
                            default:
                                r.Withdraws(r.Ledger.LastOrDefault(e => e.ConsentId is not null)?.ConsentId ?? "");
                                break;
                        }

                        return Happened(r, before);
                    }
                )
        );

    private static readonly Gen<Step> Time = Seconds.Select(seconds =>
        (Step)(
            r =>
            {
                r.Waits(TimeSpan.FromSeconds(seconds));
                return Decision.Nothing;
            }
        )
    );

    private static readonly Gen<Step> Correction = Gen.Const(
        (Step)(
            r =>
            {
                var before = r.Ledger.Count;
                r.IsCorrected();
                return Happened(r, before);
            }
        )
    );

    /// <summary>All that can happen but corrections, which take back what the ledger says.</summary>
    public static readonly Gen<Step[]> Uncorrected = Gen.Frequency((6, Texts), (3, Consents), (2, OptOuts), (2, Reports), (2, Time)).Array[
        1,
        25
    ];

    public static readonly Gen<Step[]> Any = Gen.Frequency(
        (6, Texts),
        (3, Consents),
        (2, OptOuts),
        (2, Reports),
        (2, Time),
        (1, Correction)
    ).Array[1, 40];

    /// <summary>For properties that take ten thousand of them.</summary>
    public static readonly Gen<Step[]> Short = Gen.Frequency(
        (6, Texts),
        (3, Consents),
        (2, OptOuts),
        (2, Reports),
        (2, Time),
        (1, Correction)
    ).Array[0, 6];

    public static Recipient Run(IEnumerable<Step> steps, bool stored = false)
    {
        var recipient = new Recipient { IsStored = stored };
        foreach (var step in steps)
        {
            step(recipient);
        }

        return recipient;
    }

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Decision Happened(Recipient recipient, int before) => new([.. recipient.Ledger.Skip(before)]);
}
