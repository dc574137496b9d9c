using System.Text.Json;

namespace OptOut.Tests;

/// <summary>
/// Rule 30: a send is judged by what held when it went out; its cost does not grow with the ledger, and has a bound whatever is
/// written.
/// </summary>
public sealed class PastStatesTests
{
    private readonly Desk desk = new();

    [Fact]
    public async Task Rule30_a_send_in_a_long_conversation_reads_what_is_new_and_not_the_whole_ledger()
    {
        for (var i = 0; i < 300; i++)
        {
            var sent = desk.Time.GetUtcNow();
            desk.Time.Advance(TimeSpan.FromSeconds(2));
            await desk.TextsAsync("and then?", $"SM{i}");
            var before = desk.Store.EventsRead;
            await ReportAsync($"SMout{i}", sent);
            // 16 to see whether it is needed, and what came in the ten seconds before.
            Assert.InRange(desk.Store.EventsRead - before, 0, 48);
            desk.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.True(desk.Store.Ledger(Desk.Key).Count > 500);
    }

    [Fact]
    public async Task Rule30_what_is_known_of_the_past_is_what_the_whole_ledger_says()
    {
        var random = new Random(18);
        var warm = new PastStates(new VerifiedLedger(desk.Store));
        for (var i = 0; i < 250; i++)
        {
            desk.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 9)));
            switch (random.Next(5))
            {
                case 0:
                    await desk.TextsAsync("STOP", $"SM{i}");
                    break;
                case 1:
                    await desk.TextsAsync("START", $"SM{i}");
                    break;
                case 2:
                    await ReportAsync($"SM{i}", desk.Time.GetUtcNow());
                    break;
                case 3 when random.Next(10) == 0:
                    await desk.Changes.ApplyAsync(
                        Desk.Key,
                        null,
                        (_, _, now) =>
                            new Proposal([
                                new LedgerEvent
                                {
                                    Type = EventType.Erased,
                                    At = now,
                                    Source = Sources.Api,
                                },
                            ]),
                        CancellationToken.None
                    );
                    break;
                default:
                    await desk.TextsAsync("hello", $"SM{i}");
                    break;
            }

            var asOf = desk.Time.GetUtcNow().AddSeconds(-random.Next(60));
            var now = desk.Store.State(Desk.Key);
            var cold = await new PastStates(new VerifiedLedger(desk.Store)).ReadAsync(Desk.Key, now, asOf, CancellationToken.None);
            Assert.Equal(Text(cold), Text(await warm.ReadAsync(Desk.Key, now, asOf, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task Rule30_a_send_to_somebody_of_whom_something_is_written_all_the_time_is_recorded()
    {
        await desk.TextsAsync("hello", "SM1");
        var sent = desk.Time.GetUtcNow().AddSeconds(-30);
        var writes = 0;
        desk.Store.Meanwhile = async () =>
        {
            if (writes++ < 200)
            {
                await desk.TextsAsync("hello", $"SMx{writes}");
            }
        };
        await ReportAsync("SMout", sent);
        Assert.Contains(desk.Store.Ledger(Desk.Key), e => e.Type == EventType.SendRecorded);
        Assert.InRange(writes, 1, 40);
    }

    private Task ReportAsync(string sid, DateTimeOffset at) => desk.Sends.HandleAsync(Desk.Key, Send(sid, at), CancellationToken.None);

    private static ReportedSend Send(string sid, DateTimeOffset at) =>
        new()
        {
            Brand = Clinic.Acme,
            Kind = CheckKind.Reply,
            Sender = Clinic.Acme.Senders[0].Address,
            MessageSid = sid,
            SentAt = at,
            Source = Sources.Api,
        };

    private static string Text(RecipientState state) => JsonSerializer.Serialize(state, OptOutJson.Default.RecipientState);
}
