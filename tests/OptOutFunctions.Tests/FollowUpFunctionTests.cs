using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace OptOutFunctions.Tests;

/// <summary>How a follow-up's message is settled.</summary>
public sealed class FollowUpFunctionTests
{
    /// <summary>A change by API, whose one event is to be published: its handler reads the ledger and nothing else.</summary>
    private static readonly FollowUp Publish = new(LoopbackTwilio.Account, "+14155550123", null, FirstSequence: 1, LastSequence: 1, Attempts: 2);

    private readonly Mock<IRecipientStore> store = new();
    private readonly Mock<IFollowUpQueue> queue = new(MockBehavior.Strict);
    private readonly Mock<ServiceBusMessageActions> actions = new(MockBehavior.Strict);
    private FollowUpTimes times = new();

    [Fact]
    public async Task A_duty_that_is_done_is_completed()
    {
        LedgerAnswers(setup => setup.ReturnsAsync([]));
        actions.Setup(a => a.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);

        await RunAsync(Publish);

        actions.Verify(a => a.CompleteMessageAsync(It.Is<ServiceBusReceivedMessage>(m => m.MessageId == "m1"), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task What_cannot_be_done_yet_is_scheduled_anew_with_one_attempt_more_and_only_then_completed()
    {
        LedgerAnswers(setup => setup.ThrowsAsync(new StoreUnavailableException()));
        PutOffThenCompleted();

        await RunAsync(Publish);

        VerifyPutOff();
    }

    [Fact]
    public async Task What_takes_too_long_is_put_off_as_well()
    {
        times = times with { HandlingTimeout = TimeSpan.FromMilliseconds(20) };
        LedgerAnswers(setup => setup.Returns(async (RecipientKey _, long _, long _, CancellationToken limit) =>
        {
            await Task.Delay(Timeout.Infinite, limit);
            return [];
        }));
        PutOffThenCompleted();

        await RunAsync(Publish);

        VerifyPutOff();
    }

    [Fact]
    public async Task What_was_put_off_for_a_week_is_a_dead_letter_that_says_why()
    {
        actions.Setup(a => a.DeadLetterMessageAsync(
            It.IsAny<ServiceBusReceivedMessage>(), null, nameof(InvalidOperationException), "The follow-up was put off for too long.", It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);

        await RunAsync(Publish with { Attempts = times.MaxAttempts + 1 });

        actions.VerifyAll();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    public async Task What_is_no_follow_up_is_a_dead_letter_at_once(string body)
    {
        actions.Setup(a => a.DeadLetterMessageAsync(
            It.IsAny<ServiceBusReceivedMessage>(), null, It.Is<string>(reason => reason.StartsWith("Json", StringComparison.Ordinal)), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);

        await RunAsync(new BinaryData(body));

        actions.VerifyAll();
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_uses_up_a_delivery_and_tells_the_host_nothing()
    {
        LedgerAnswers(setup => setup.ThrowsAsync(new NotSupportedException("+14155550123")));
        Abandoned();

        await RunAsync(Publish);

        actions.VerifyAll();
    }

    [Fact]
    public async Task A_queue_that_takes_no_new_message_leaves_the_old_one_to_be_delivered_again()
    {
        LedgerAnswers(setup => setup.ThrowsAsync(new StoreUnavailableException()));
        queue.Setup(q => q.ScheduleAsync(It.IsAny<FollowUp>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException());
        Abandoned();

        await RunAsync(Publish);

        actions.VerifyAll();
    }

    private void LedgerAnswers(Action<Moq.Language.Flow.ISetup<IRecipientStore, Task<IReadOnlyList<LedgerEvent>>>> answer) =>
        answer(store.Setup(s => s.ReadLedgerAsync(It.IsAny<RecipientKey>(), 1, 1, It.IsAny<CancellationToken>())));

    private void PutOffThenCompleted()
    {
        var order = new MockSequence();
        queue.InSequence(order).Setup(q => q.ScheduleAsync(It.IsAny<FollowUp>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync("1");
        actions.InSequence(order).Setup(a => a.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
    }

    private void VerifyPutOff()
    {
        var again = Publish with { Attempts = 3 };
        queue.Verify(q => q.ScheduleAsync(again, times.Backoff(2), It.IsAny<CancellationToken>()), Times.Once);
        actions.Verify(a => a.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    private void Abandoned() => actions
        .Setup(a => a.AbandonMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), null, It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);

    private Task RunAsync(FollowUp followUp) => RunAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(followUp, OptOutJson.Default.FollowUp)));

    private async Task RunAsync(BinaryData body)
    {
        await using var services = TestServices.With(store.Object, queue.Object, times);
        var function = ActivatorUtilities.CreateInstance<FollowUpFunction>(services);
        await function.RunAsync(ServiceBusModelFactory.ServiceBusReceivedMessage(body, messageId: "m1"), actions.Object);
    }
}
