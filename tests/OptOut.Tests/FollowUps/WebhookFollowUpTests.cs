using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.Tests;

/// <summary>Outgoing webhooks (rule 43): order, patience, dead letters, and that a slow receiver hurts nobody.</summary>
public sealed class WebhookFollowUpTests
{
    private const string Url = "https://crm.example/hooks",
        OtherUrl = "https://bi.example/hooks";
    private static readonly Account Account = Desk.Account with
    {
        Webhooks =
        [
            new WebhookTarget(new Uri(Url), ["whsec_" + Convert.ToBase64String(new byte[24])]),
            new WebhookTarget(new Uri(OtherUrl), []),
        ],
    };

    private readonly Desk desk = new(Account);
    private readonly Receivers receivers = new();
    private readonly DispatchFollowUp dispatch;
    private readonly TakeFollowUp take;

    public WebhookFollowUpTests()
    {
        var policy = new Policy
        {
            PublicBaseUrl = "https://optout.example",
            Retention = IsoDuration.Parse("P5Y"),
            DecisionKeys = [],
            Accounts = new[] { Account }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
        };
        dispatch = new DispatchFollowUp(
            [new WebhookFollowUpHandler(desk.Store, desk.Changes, receivers, policy, desk.Times, desk.Time)],
            desk.Times,
            desk.Time
        );
        take = new TakeFollowUp(dispatch, desk.Queue, NullLogger<TakeFollowUp>.Instance);
    }

    [Fact]
    public async Task Rule43_what_is_not_taken_holds_back_what_came_after_it_for_that_recipient_and_receiver_only()
    {
        await HappensAsync(4);
        receivers.Answer = (url, recipient, happened) => url == Url && recipient == Desk.Phone && happened.Sequence == 2 ? "500" : null;
        // Whichever of their follow-ups comes first.
        foreach (var sequence in new long[] { 3, 1, 4, 2 })
        {
            await dispatch.HandleAsync(Due(sequence));
        }

        Assert.Equal([1], receivers.TakenBy(Url));
        await dispatch.HandleAsync(Due(4, OtherUrl));
        Assert.Equal([1, 2, 3, 4], receivers.TakenBy(OtherUrl));
        receivers.Answer = (_, _, _) => null;
        foreach (var sequence in new long[] { 2, 4, 3, 1 })
        {
            Assert.Equal(FollowUpOutcome.Done, await dispatch.HandleAsync(Due(sequence)));
        }

        Assert.Equal([1, 2, 3, 4], receivers.TakenBy(Url));
    }

    [Fact]
    public async Task Rule43_a_receiver_that_is_down_is_tried_for_a_week_then_a_dead_letter_and_one_that_is_replayed_brings_all()
    {
        await HappensAsync(1);
        receivers.Answer = (_, _, _) => "503";
        var began = desk.Time.GetUtcNow();
        var pauses = await UntilNothingWaitsAsync(Due(1));

        Assert.Equal([1, 2, 4, 8, 15, 15, 15], pauses.Take(7).Select(p => p.TotalMinutes));
        Assert.InRange(desk.Time.GetUtcNow() - began, TimeSpan.FromDays(7), TimeSpan.FromDays(8));
        var letter = Assert.Single(desk.Queue.DeadLetters);
        Assert.Contains("deferred for too long", System.Text.Encoding.UTF8.GetString(letter), StringComparison.Ordinal);
        Assert.True(await desk.Queue.HasDeadLettersAsync(CancellationToken.None));

        // It is repaired after another two weeks, and meanwhile more has happened: nothing is too old, and the order holds.
        desk.Time.Advance(TimeSpan.FromDays(14));
        await HappensAsync(2);
        receivers.Answer = (_, _, _) => null;
        await take.RunAsync("newer", FollowUpBody.Of(Due(3)));
        await take.RunAsync("revived", FollowUpBody.Revived(letter));
        Assert.Equal([1, 2, 3], receivers.TakenBy(Url));
        Assert.Empty(desk.Queue.Waiting);
    }

    [Fact]
    public async Task Rule43_a_receiver_that_is_new_gets_what_happened_lately()
    {
        await HappensAsync(2);
        desk.Time.Advance(TimeSpan.FromDays(9));
        await HappensAsync(1);
        desk.Time.Advance(TimeSpan.FromDays(1));
        await HappensAsync(1);
        await dispatch.HandleAsync(Due(4));
        Assert.Equal([3, 4], receivers.TakenBy(Url));
    }

    [Fact]
    public async Task Rule43_a_receiver_that_hangs_has_two_places_then_rests_and_is_asked_by_one_and_nobody_else_waits()
    {
        string[] people = [.. Enumerable.Range(0, 5).Select(n => $"+1415555270{n}")];
        foreach (var person in people)
        {
            await HappensAsync(1, person);
        }

        receivers.Hangs = url => url == Url;
        var (first, second) = (dispatch.HandleAsync(Due(1, Url, people[0])), dispatch.HandleAsync(Due(1, Url, people[1])));
        Assert.IsType<FollowUpOutcome.Wait>(await dispatch.HandleAsync(Due(1, Url, people[2])));
        Assert.Equal(FollowUpOutcome.Done, await dispatch.HandleAsync(Due(1, OtherUrl, people[2])));

        desk.Time.Advance(TimeSpan.FromSeconds(10));
        receivers.GiveUp();
        Assert.IsType<FollowUpOutcome.Retry>(await first);
        Assert.IsType<FollowUpOutcome.Retry>(await second);

        // While delivery is paused nothing is posted, and waiting follow-ups use up no attempt.
        var waiting = Due(1, Url, people[2]) with
        {
            Attempts = 3,
        };
        await take.RunAsync("w", FollowUpBody.Of(waiting));
        var (put, after) = Assert.Single(desk.Queue.Waiting.Values);
        Assert.Equal(3, put.Attempts);
        Assert.InRange(after, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

        desk.Time.Advance(after);
        var probe = dispatch.HandleAsync(Due(1, Url, people[3]));
        Assert.IsType<FollowUpOutcome.Wait>(await dispatch.HandleAsync(Due(1, Url, people[4])));
        receivers.Hangs = _ => false;
        receivers.Release();
        Assert.Equal(FollowUpOutcome.Done, await probe);
        Assert.Equal(FollowUpOutcome.Done, await dispatch.HandleAsync(Due(1, Url, people[4])));
    }

    [Fact]
    public async Task Rule43_a_receiver_that_takes_its_time_gets_on_and_gets_each_event_once()
    {
        await HappensAsync(12);
        receivers.Answer = (_, _, _) =>
        {
            desk.Time.Advance(TimeSpan.FromSeconds(9));
            return null;
        };
        var turns = await UntilNothingWaitsAsync(Due(12));
        Assert.InRange(turns.Count, 2, 6);
        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), receivers.TakenBy(Url));
    }

    [Fact]
    public async Task Rule43_a_receiver_that_is_configured_no_more_is_owed_nothing()
    {
        await HappensAsync(1);
        Assert.Equal(FollowUpOutcome.Done, await dispatch.HandleAsync(Due(1, "https://gone.example/hooks")));
        Assert.Empty(receivers.Posts);
    }

    private static WebhookFollowUp Due(long sequence, string url = Url, string recipient = Desk.Phone) =>
        new(Account.Sid, recipient, url, sequence);

    /// <summary>As many opt-outs by phone, one after the other.</summary>
    private async Task HappensAsync(int times, string recipient = Desk.Phone)
    {
        for (var n = 0; n < times; n++)
        {
            await desk.Changes.ApplyAsync(
                Due(0, Url, recipient).Key,
                null,
                (_, _, now) =>
                    new Proposal([
                        new LedgerEvent
                        {
                            Type = EventType.OptedOut,
                            At = now,
                            Brand = "acme",
                            Scope = Scope.Brand,
                            Source = "phone",
                        },
                    ]),
                CancellationToken.None
            );
            desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await desk.SettledAsync();
        desk.Queue.Waiting.Clear();
    }

    /// <summary>Handles it whenever it comes due; how long it waited each time.</summary>
    private async Task<IReadOnlyList<TimeSpan>> UntilNothingWaitsAsync(FollowUp followUp)
    {
        var pauses = new List<TimeSpan>();
        for (; ; )
        {
            await take.RunAsync("f", FollowUpBody.Of(followUp));
            if (desk.Queue.Waiting.IsEmpty)
            {
                return pauses;
            }

            var (ticket, (next, due)) = Assert.Single(desk.Queue.Waiting);
            desk.Queue.Waiting.TryRemove(ticket, out _);
            pauses.Add(due);
            desk.Time.Advance(due);
            followUp = next;
        }
    }

    /// <summary>Those who are posted to.</summary>
    private sealed class Receivers : IWebhookDelivery
    {
        private TaskCompletionSource<string?> hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<(string Url, string Recipient, long Sequence, bool Taken)> Posts { get; } = new();

        public Func<string, string, LedgerEvent, string?> Answer { get; set; } = (_, _, _) => null;

        public Func<string, bool> Hangs { get; set; } = _ => false;

        public IEnumerable<long> TakenBy(string url) => Posts.Where(p => p.Url == url && p.Taken).Select(p => p.Sequence);

        public void GiveUp() => End("timeout");

        public void Release() => End(null);

        public async Task<string?> PostAsync(
            WebhookTarget target,
            string accountSid,
            string recipient,
            LedgerEvent happened,
            CancellationToken cancellation
        )
        {
            var url = target.Url.AbsoluteUri;
            var fault = Hangs(url) ? await hanging.Task : Answer(url, recipient, happened);
            Posts.Enqueue((url, recipient, happened.Sequence, fault is null));
            return fault;
        }

        private void End(string? fault) =>
            Interlocked.Exchange(ref hanging, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(fault);
    }
}
