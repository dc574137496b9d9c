using System.Reflection;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Azure;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>
/// What each kind of work costs: requests to tables and queues, counted on the wire until nothing is left to do in the background.
/// </summary>
public sealed class RoundTripTests(AzuriteFixture azurite)
{
    private const string Read = "GET table",
        Commit = "POST table",
        Schedule = "POST queue",
        Cancel = "DELETE queue",
        Publish = "publish";
    private readonly RecordedRequests table = new("table"),
        queue = new("queue");
    private readonly Broker broker = new();

    [Fact]
    public async Task A_STOP_is_scheduled_read_and_committed_and_a_redelivery_is_known_by_the_state()
    {
        await using var gate = await OpenAsync(subscribers: false);

        Assert.Equal([Commit, Read, Schedule], await CountAsync(gate, () => gate.TextAsync("SM1", "STOP")));
        Assert.Equal([Read, Read, Schedule], await CountAsync(gate, () => gate.TextAsync("SM1", "STOP"), without: Cancel));
    }

    [Fact]
    public async Task A_redelivery_that_the_state_has_forgotten_meets_its_receipt_in_the_transaction()
    {
        await using var gate = await OpenAsync(subscribers: false);
        var first = await gate.TextAsync("SM1", "STOP");
        gate.Time.Advance(TimeSpan.FromHours(3));
        await gate.TextAsync("SM2", "HELP");

        Receipt? again = null;
        Assert.Equal(
            [Commit, Read, Read, Schedule],
            await CountAsync(gate, async () => again = await gate.TextAsync("SM1", "STOP"), without: Cancel)
        );
        Assert.Equal(first!.Confirmation, again!.Confirmation);
        Assert.Single(await gate.Store.ReadLedgerAsync(Key(), 1, 9, CancellationToken.None));
    }

    [Fact]
    public async Task With_a_subscriber_a_STOP_costs_one_request_more()
    {
        await using var gate = await OpenAsync(subscribers: true);

        Assert.Equal([Publish, Commit, Read, Schedule], await CountAsync(gate, () => gate.TextAsync("SM1", "STOP")));
    }

    [Fact]
    public async Task The_status_of_a_confirmation_is_two_reads_and_a_commit_and_the_next_ones_are_one_read()
    {
        await using var gate = await OpenAsync(subscribers: false);
        await gate.TextAsync("SM1", "STOP");

        Assert.Equal([Cancel, Commit, Read, Read], await CountAsync(gate, () => StatusAsync(gate, "SM2", "sent", "SM1")));
        Assert.Equal([Read], await CountAsync(gate, () => StatusAsync(gate, "SM2", "delivered", "SM1")));
    }

    [Fact]
    public async Task The_status_of_a_send_is_a_read_and_a_commit_and_the_next_ones_are_one_read()
    {
        await using var gate = await OpenAsync(subscribers: false);
        await gate.Get<Suspensions>().RefreshAsync(CancellationToken.None);

        Assert.Equal([Commit, Read], await CountAsync(gate, () => StatusAsync(gate, "SM2", "sent", null)));
        Assert.Equal([Read], await CountAsync(gate, () => StatusAsync(gate, "SM2", "delivered", null)));
    }

    [Fact]
    public async Task A_follow_up_reads_its_receipt_once()
    {
        await using var gate = await OpenAsync(subscribers: false);
        await gate.TextAsync("SM1", "STOP");
        var followUp = MessageFollowUp.Of(gate.Message("SM1", "STOP"));

        // The receipt; the state, to see that it is not time to search Twilio's list.
        Assert.Equal([Read, Read], await CountAsync(gate, () => gate.Get<DispatchFollowUp>().HandleAsync(followUp)));

        // The receipt; the two events to publish; the state, to see whether the opt-out takes back a scheduled message.
        await StatusAsync(gate, "SM2", "delivered", "SM1");
        await gate.Get<Background>().DisposeAsync();
        Assert.Equal([Read, Read, Read, Read], await CountAsync(gate, () => gate.Get<DispatchFollowUp>().HandleAsync(followUp)));
    }

    [Fact]
    public async Task A_check_is_one_read()
    {
        await using var gate = await OpenAsync(subscribers: false);
        await gate.TextAsync("SM1", "STOP");
        // As the host's background does every two seconds.
        await gate.Get<Suspensions>().RefreshAsync(TestContext.Current.CancellationToken);
        var question = new CheckQuestion
        {
            Account = gate.Account,
            Brand = gate.Brand,
            Campaign = gate.Brand.Campaigns["reminders"],
            Kind = CheckKind.Campaign,
        };

        CheckAnswer? answer = null;
        Assert.Equal(
            [Read],
            await CountAsync(
                gate,
                async () =>
                    answer = await gate.Get<CheckSend>()
                        .AnswerAsync(Key().Recipient, question, reserve: false, TestContext.Current.CancellationToken)
            )
        );
        Assert.Equal(Reason.OptedOut, answer!.Reason);
    }

    private static Task StatusAsync(Gate gate, string sid, string status, string? confirmation) =>
        gate.Get<ReceiveStatus>()
            .HandleAsync(
                Key(),
                new StatusNotice(
                    sid,
                    status,
                    null,
                    gate.Time.GetUtcNow(),
                    "acme",
                    "reminders",
                    CheckKind.Campaign,
                    [],
                    "+14155550100",
                    confirmation
                ),
                CancellationToken.None
            );

    private async Task<Gate> OpenAsync(bool subscribers)
    {
        var storage = await azurite.ConnectionStringAsync();
        return await Gate.OpenAsync(
            azurite,
            services =>
            {
                services
                    .AddSingleton(DispatchProxy.Create<ITwilioMessages, EndlessStore>())
                    .AddSingleton(DispatchProxy.Create<ITwilioConsents, EndlessStore>());
                services.AddSingleton(new StorageFollowUpQueue(new QueueServiceClient(storage, Options(queue)), TimeProvider.System));
                if (subscribers)
                {
                    services.AddSingleton<IEventPublisher>(broker);
                }
            },
            table
        );
    }

    /// <summary>
    /// The requests until the work and what it left to the background is done, in the order of their names: side by side they have none.
    /// </summary>
    private async Task<string[]> CountAsync(Gate gate, Func<Task> work, string? without = null)
    {
        await gate.Get<Background>().DisposeAsync();
        table.Clear();
        queue.Clear();
        broker.Requests = 0;
        await work();
        await gate.Get<Background>().DisposeAsync();
        return
        [
            .. table
                .Named.Concat(queue.Named)
                .Concat(Enumerable.Repeat(Publish, broker.Requests))
                .Where(r => r != without)
                .OrderBy(r =>
                    r switch
                    {
                        Publish => 0,
                        Cancel => 1,
                        Commit => 2,
                        Read => 3,
                        _ => 4,
                    }
                )
                .ThenBy(r => r, StringComparer.Ordinal),
        ];
    }

    private static QueueClientOptions Options(HttpPipelinePolicy policy)
    {
        var options = AzureStorage.QueueOptions();
        options.Retry.NetworkTimeout = AzuriteFixture.Patience;
        options.AddPolicy(policy, global::Azure.Core.HttpPipelinePosition.PerRetry);
        return options;
    }

    /// <summary>A broker; one message is one request.</summary>
    private sealed class Broker : IEventPublisher
    {
        public int Requests { get; set; }

        public bool HasSubscribers => true;

        public Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation)
        {
            Requests++;
            return Task.CompletedTask;
        }
    }
}
