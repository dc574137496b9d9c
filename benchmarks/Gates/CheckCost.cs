using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using OptOut.Language;

namespace OptOut.Benchmarks;

/// <summary>
/// What the decision of a check costs in this process, without storage and HTTP: time and allocation. Written against what the rules looked
/// like before the gates and after them alike, so that <see cref="GateTable"/> can build it against both.
/// </summary>
internal static class CheckCost
{
    private const string Sid = "AC00000000000000000000000000000001",
        Number = "+14155550100";
    private const int Slices = 100,
        WarmUp = 60_000,
        InSlice = 2_000;
    private static readonly string[] Campaigns = ["reminders", "sale"];
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);

    /// <summary>A line a question: its name, nanoseconds in an undisturbed slice, bytes, and the reason of the answer.</summary>
    public static void Print(TextWriter output)
    {
        // All of them first, so that the compiler is done with the code that they share.
        var questions = Questions().ToList();
        for (var i = 0; i < WarmUp; i++)
        {
            foreach (var (_, state, question, recipient) in questions)
            {
                CheckRules.Answer(state, [], question, recipient, Now);
            }
        }

        foreach (var (name, state, question, recipient) in questions)
        {
            var answer = CheckRules.Answer(state, [], question, recipient, Now);
            var times = new double[Slices];
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            for (var slice = 0; slice < Slices; slice++)
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < InSlice; i++)
                {
                    CheckRules.Answer(state, [], question, recipient, Now);
                }

                times[slice] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / InSlice;
            }

            var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)(Slices * InSlice);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name};{times.Min():F1};{bytes:F0};{answer.Reason}"));
        }
    }

    private static IEnumerable<(string Name, RecipientState State, CheckQuestion Question, RecipientAddress Recipient)> Questions()
    {
        var reminders = Campaign("reminders") with { Purpose = Purpose.Transactional };
        var sale = Campaign("sale") with
        {
            QuietHours = QuietHours.On,
            Countries = FrozenSet.Create(StringComparer.Ordinal, "US", "CA"),
            Senders = [Number],
            Promised = new Frequency(30, IsoDuration.FromDays(30)),
        };
        var brand = Brand(reminders, sale);
        var account = new Account
        {
            Sid = Sid,
            AuthTokens = ["token"],
            ApiKeys = [],
            Brands = new[] { brand }.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
        };
        var newYork = RecipientAddress.FromStored("+12125550123");
        var anywhere = RecipientAddress.FromStored("+18505550123"); // two zones, in a state with hours and a frequency of its own
        yield return ("a campaign that advertises nothing", Consented(newYork), Ask(reminders), newYork);
        yield return ("marketing, every gate set", Consented(newYork), Ask(sale), newYork);
        yield return ("the same to Florida, two zones, the law's frequency", Consented(anywhere), Ask(sale), anywhere);
        yield return ("opted out", Stopped(newYork), Ask(sale), newYork);

        CheckQuestion Ask(Campaign campaign) =>
            new()
            {
                Account = account,
                Brand = brand,
                Campaign = campaign,
                Kind = CheckKind.Campaign,
                Sender = Number,
            };
    }

    private static RecipientState Consented(RecipientAddress recipient)
    {
        var drafts = Campaigns
            .Select(campaign => new LedgerEvent
            {
                Type = EventType.Consented,
                At = Now.AddDays(-20),
                Brand = "acme",
                Campaign = campaign,
                Source = Sources.Api,
                Basis = Basis.Express,
                Method = "web-form",
                Level = ConsentLevel.Written,
                ObtainedAt = Now.AddDays(-20),
                Text = "Yes, text me.",
                Proof = new Proof(Reference: "form-7"),
            })
            .Concat(
                Enumerable
                    .Range(1, 10)
                    .Select(day => new LedgerEvent
                    {
                        Type = EventType.SendRecorded,
                        At = Now.AddDays(day - 15),
                        Brand = "acme",
                        Campaign = "sale",
                        Source = Sources.Api,
                        Kind = CheckKind.Campaign,
                        Sender = Number,
                        Fulfilled = [Obligation.IdentifySender, Obligation.OptOutLanguage],
                        Proof = new Proof(MessageSid: string.Create(CultureInfo.InvariantCulture, $"SM{day:x32}")),
                    })
            );
        return Ledger.Append(Ledger.Empty(recipient.Value), Sid, drafts, Now.AddDays(-1)).State;
    }

    private static RecipientState Stopped(RecipientAddress recipient) =>
        Ledger
            .Append(
                Consented(recipient),
                Sid,
                [
                    new LedgerEvent
                    {
                        Type = EventType.OptedOut,
                        At = Now.AddHours(-1),
                        Brand = "acme",
                        Scope = Scope.Brand,
                        Source = Sources.Message,
                        Keyword = "STOP",
                        Text = "stop",
                        Sender = Number,
                        Proof = new Proof(MessageSid: "SM1"),
                    },
                ],
                Now
            )
            .State;

    private static Campaign Campaign(string id) =>
        new()
        {
            Id = id,
            DoubleOptInWindow = Defaults.DoubleOptInWindow,
            ReconfirmAfter = Defaults.ReconfirmAfter,
            RemindEvery = Defaults.RemindEvery,
            PriorRelationshipWindow = Defaults.PriorRelationshipWindow,
        };

    private static Brand Brand(params Campaign[] campaigns) =>
        new()
        {
            AccountSid = Sid,
            Id = "acme",
            Name = "Acme Clinics",
            Senders = [new Sender(Number, OptOutHandledBy.App), new Sender("whatsapp:" + Number, OptOutHandledBy.App)],
            Campaigns = campaigns.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal),
            Keywords = KeywordTable.Standard,
            OptOutText = "",
            OptInText = "",
            HelpText = "",
            ConversationWindow = Defaults.ConversationWindow,
        };
}
