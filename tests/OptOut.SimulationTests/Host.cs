using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.SimulationTests;

/// <summary>One process with the real use cases, put together as a head does it, on ports that lead over wires.</summary>
internal sealed class Host
{
    private readonly World world;
    private readonly StoreModel store;
    private readonly QueueModel queue;
    private readonly QueuePort queuePort;
    private readonly ReceiveMessage receive;
    private readonly RecordConsent consents;
    private readonly RecordOptOut optOuts;
    private readonly CheckSend checks;
    private readonly ReceiveStatus statuses;
    private readonly TakeFollowUp take;
    private readonly Flaw flaw;

    public Host(World world, Life life, Surroundings around, Flaw flaw)
    {
        (this.world, this.flaw, Life, store, queue) = (world, flaw, life, around.Store, around.Queue);
        var times = flaw == Flaw.SearchesInABreath ? new FollowUpTimes { SearchGap = TimeSpan.FromSeconds(4) } : new FollowUpTimes();
        // A token that may be cancelled makes the runtime continue on other threads.
        times = times with
        {
            HandlingTimeout = Timeout.InfiniteTimeSpan,
        };
        var table = new StorePort(store, around.TableWire, life);
        var twilio = new TwilioPort(around.Twilio, around.TwilioWire, life, flaw);
        queuePort = new QueuePort(world, queue, around.QueueWire, life, flaw);
        var background = new Background(life);
        var followUps = new FollowUps(
            table,
            queuePort,
            new PublisherPort(around.Published, around.BrokerWire, life, flaw),
            times,
            background,
            life
        );
        var changes = new RecipientChanges(table, followUps, life);
        receive = new ReceiveMessage(changes, followUps, life);
        consents = new RecordConsent(table, changes);
        optOuts = new RecordOptOut(changes);
        var decisions = new DecisionSigner(Cast.Policy);
        checks = new CheckSend(table, changes, decisions, life);
        var recorded = new RecordConfirmation(table, changes, NullLogger<RecordConfirmation>.Instance);
        var confirmations = new DeliverConfirmation(
            table,
            changes,
            recorded,
            twilio,
            Cast.Policy,
            times,
            life,
            NullLogger<DeliverConfirmation>.Instance
        );
        var conversations = new ReceiveConversation(
            new NoConversations(),
            twilio,
            receive,
            changes,
            confirmations,
            followUps,
            background,
            Cast.Policy,
            life
        );
        statuses = new ReceiveStatus(
            table,
            new RecordSend(changes, new PastStates(new VerifiedLedger(table)), decisions, Cast.Policy),
            new RecordProviderBlock(changes),
            recorded,
            followUps,
            twilio,
            Cast.Policy,
            life
        );
        var dispatch = new DispatchFollowUp(
            [
                new MessageFollowUpHandler(table, receive, conversations, confirmations, followUps, Cast.Policy, life),
                new PublicationFollowUpHandler(table, followUps),
                new ConversationFollowUpHandler(conversations, times),
                new StatusFollowUpHandler(statuses),
            ],
            times,
            life
        );
        take = new TakeFollowUp(dispatch, queuePort, NullLogger<TakeFollowUp>.Instance);
    }

    public Life Life { get; }

    /// <summary>What a webhook is answered: 200 with or without a message, or 503.</summary>
    public sealed record Answer(bool IsOk, Confirmation? Confirmation);

    /// <summary>Twilio's webhook for an inbound message.</summary>
    public void Take(TwilioModel.Text text, Action<Answer> answer) =>
        Start(async () =>
        {
            Answer given;
            try
            {
                var receipt = await receive.HandleAsync(InboundOf(text), CancellationToken.None);
                given = new Answer(true, receipt?.Confirmation is { Route: Route.Twiml } confirmation ? confirmation : null);
                if (
                    !store.Of(Cast.Key).Receipts.ContainsKey(text.MessageSid)
                    && !queue.Waiting.Any(f => f is MessageFollowUp m && m.MessageSid == text.MessageSid)
                )
                {
                    world.Break($"{text.MessageSid} is acknowledged, and nothing durable has it.");
                }
            }
            catch (DependencyUnavailableException)
            {
                given = new Answer(false, null);
            }

            world.Note($"{Life.Name} answers {text.MessageSid}: {(given.IsOk ? given.Confirmation?.Text ?? "empty" : "503")}");
            answer(given);
        });

    /// <summary>Twilio's status callback of a confirmation.</summary>
    public void TakeStatus(TwilioModel.Sent message, string status, int? errorCode) =>
        Start(() =>
            statuses.HandleAsync(
                Cast.Key,
                new StatusNotice(
                    message.MessageSid,
                    status,
                    errorCode,
                    Life.GetUtcNow(),
                    Clinic.Acme.Id,
                    null,
                    CheckKind.Campaign,
                    [],
                    null,
                    message.ReceiptId
                ),
                CancellationToken.None
            )
        );

    /// <summary>Takes a follow-up that is due, and deletes it once it is handled or deferred.</summary>
    public void Handle(QueueModel.Letter due) =>
        Start(async () =>
        {
            if (await queuePort.TakeAsync(due) is not { } taken)
            {
                return;
            }

            if (flaw == Flaw.DeletedBeforeHandled)
            {
                await DeleteAsync(taken);
            }

            await take.RunAsync(taken.Id, FollowUpBody.Of(taken.FollowUp));
            await DeleteAsync(taken);
        });

    /// <summary>A sender reports a new consent.</summary>
    public void Consent(bool reconsent) =>
        Start(() =>
            consents.HandleAsync(
                Cast.Key,
                new ReportedConsent
                {
                    Brand = Clinic.Acme,
                    Campaigns = [Clinic.Reminders],
                    Basis = Basis.Express,
                    Method = "web-form",
                    ObtainedAt = Life.GetUtcNow(),
                    Statement = "I agree.",
                    Proof = new Proof("form-1"),
                    Reconsent = reconsent,
                },
                requestId: null,
                CancellationToken.None
            )
        );

    /// <summary>Somebody opts out by phone.</summary>
    public void OptOutByPhone() =>
        Start(() =>
            optOuts.RecordAsync(
                Cast.Key,
                new ReportedOptOut
                {
                    Brand = Clinic.Acme,
                    Scope = Scope.Brand,
                    Reason = "asked",
                    Source = "phone",
                },
                CancellationToken.None
            )
        );

    /// <summary>A sender asks, and must not hear yes while an opt-out stands.</summary>
    public void Check() =>
        Start(async () =>
        {
            var ledger = store.Of(Cast.Key).Events;
            var before = ledger.Count;
            var closed = Invariants.IsClosed(ledger);
            var answer = await checks.AnswerAsync(
                Cast.Recipient,
                new CheckQuestion
                {
                    Account = Cast.Account,
                    Brand = Clinic.Acme,
                    Campaign = Clinic.Reminders,
                },
                reserve: world.Chance(0.3),
                CancellationToken.None
            );
            if (answer.Allowed && closed && !ledger.Skip(before).Any(Invariants.IsOpening))
            {
                world.Break("A check says yes while an opt-out stands.");
            }
        });

    private Task DeleteAsync(QueueModel.Letter taken) => queuePort.CancelAsync($"{taken.Id} {taken.Pop}", CancellationToken.None);

    private Inbound InboundOf(TwilioModel.Text text) =>
        new()
        {
            MessageSid = text.MessageSid,
            Account = Cast.Account,
            Brand = Clinic.Acme,
            Sender = Clinic.Acme.Senders[0],
            Recipient = Cast.Recipient,
            From = Cast.Phone,
            Body = text.Body,
            ReceivedAt = Life.GetUtcNow(),
        };

    private async void Start(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DependencyUnavailableException)
        {
            // The caller was told, or the follow-up comes again.
        }
        catch (Exception e)
        {
            world.Break($"{Life.Name} fails: {e}");
        }
    }
}
