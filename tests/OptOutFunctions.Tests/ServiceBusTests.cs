using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Capture = Moq.Capture;

namespace OptOutFunctions.Tests;

/// <summary>Follow-ups and consent events on Service Bus, up to the SDK's sender.</summary>
public sealed class ServiceBusTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FollowUp Due = new("AC1", "+14155550123", "SM1", new FollowUpMessage(
        "SM1", "+14155550123", "+14155550100", null, "STOP", null, null, Now, Sources.Message, null));

    private readonly Mock<ServiceBusSender> sender = new(MockBehavior.Strict);
    private readonly Mock<ServiceBusReceiver> deadLetters = new(MockBehavior.Strict);
    private readonly List<ServiceBusMessage> taken = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServiceBusFollowUpQueue Queue => new(sender.Object, deadLetters.Object, new FakeTimeProvider(Now));

    private ServiceBusEventPublisher Publisher => new(sender.Object);

    [Fact]
    public async Task A_follow_up_is_scheduled_for_when_it_is_due_and_its_ticket_is_the_sequence_number()
    {
        sender.Setup(s => s.ScheduleMessageAsync(Capture.In(taken), Now.AddSeconds(60), Cancellation)).ReturnsAsync(9_000_000_000L);

        Assert.Equal("9000000000", await Queue.ScheduleAsync(Due, TimeSpan.FromMinutes(1), Cancellation));

        Assert.Equal(Due, taken.Single().Body.ToObjectFromJson<FollowUp>(OptOutJson.Default.Options));
    }

    [Fact]
    public async Task A_second_copy_of_a_follow_up_is_not_taken_for_a_duplicate()
    {
        sender.Setup(s => s.ScheduleMessageAsync(Capture.In(taken), It.IsAny<DateTimeOffset>(), Cancellation)).ReturnsAsync(1);

        await Queue.ScheduleAsync(Due, TimeSpan.FromMinutes(1), Cancellation);
        await Queue.ScheduleAsync(Due, TimeSpan.Zero, Cancellation);

        Assert.NotEqual(taken[0].MessageId, taken[1].MessageId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_ticket_cancels_its_follow_up()
    {
        sender.Setup(s => s.CancelScheduledMessageAsync(9_000_000_000L, Cancellation)).Returns(Task.CompletedTask);

        await Queue.CancelAsync("9000000000", Cancellation);

        sender.VerifyAll();
    }

    [Fact]
    public async Task Cancelling_what_ran_or_is_gone_is_no_error()
    {
        sender.Setup(s => s.CancelScheduledMessageAsync(1, Cancellation)).ThrowsAsync(Failure(ServiceBusFailureReason.MessageNotFound));
        await Queue.CancelAsync("1", Cancellation);
    }

    public static TheoryData<Exception> Outages => [Failure(ServiceBusFailureReason.ServiceBusy), new TimeoutException(), new UnauthorizedAccessException()];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_broker_that_does_not_answer_is_a_store_that_is_unavailable(Exception outage)
    {
        sender.Setup(s => s.ScheduleMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<DateTimeOffset>(), Cancellation)).ThrowsAsync(outage);
        sender.Setup(s => s.CancelScheduledMessageAsync(1, Cancellation)).ThrowsAsync(outage);
        sender.Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), Cancellation)).ThrowsAsync(outage);
        deadLetters.Setup(d => d.PeekMessageAsync(0, Cancellation)).ThrowsAsync(outage);
        deadLetters.Setup(d => d.ReceiveMessagesAsync(It.IsAny<int>(), It.IsAny<TimeSpan?>(), Cancellation)).ThrowsAsync(outage);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Queue.ScheduleAsync(Due, TimeSpan.FromMinutes(1), Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Queue.CancelAsync("1", Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Queue.HasDeadLettersAsync(Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Queue.ReviveDeadLettersAsync(Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Publisher.PublishAsync("AC1", "+14155550123", [OptedOut], Cancellation));
    }

    /// <summary>As the SDK does while it opens a connection to a broker that says nothing.</summary>
    [Fact]
    public async Task An_SDK_that_minds_neither_its_bounds_nor_the_token_keeps_nobody_waiting()
    {
        var never = new TaskCompletionSource<long>();
        sender.Setup(s => s.ScheduleMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).Returns(never.Task);
        sender.Setup(s => s.CancelScheduledMessageAsync(1, It.IsAny<CancellationToken>())).Returns(never.Task);
        deadLetters.Setup(d => d.PeekMessageAsync(0, It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<ServiceBusReceivedMessage>().Task);
        var time = new FakeTimeProvider(Now);
        var queue = new ServiceBusFollowUpQueue(sender.Object, deadLetters.Object, time);

        Task[] asked = [queue.ScheduleAsync(Due, TimeSpan.Zero, Cancellation), queue.CancelAsync("1", Cancellation), queue.HasDeadLettersAsync(Cancellation)];
        time.Advance(ServiceBusFollowUpQueue.Timeout);
        foreach (var waiting in asked)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
        }

        using var hurried = new CancellationTokenSource();
        var cut = queue.ScheduleAsync(Due, TimeSpan.Zero, hurried.Token);
        await hurried.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
    }

    [Fact]
    public async Task Dead_letters_are_looked_for_from_the_beginning_and_left_where_they_are()
    {
        deadLetters.SetupSequence(d => d.PeekMessageAsync(0, Cancellation)).ReturnsAsync((ServiceBusReceivedMessage?)null).ReturnsAsync(Letter());

        Assert.False(await Queue.HasDeadLettersAsync(Cancellation));
        Assert.True(await Queue.HasDeadLettersAsync(Cancellation));
    }

    [Fact]
    public async Task A_dead_letter_is_sent_anew_before_it_is_taken_away()
    {
        var letter = Letter();
        deadLetters.SetupSequence(d => d.ReceiveMessagesAsync(It.IsAny<int>(), It.IsAny<TimeSpan?>(), Cancellation)).ReturnsAsync([letter]).ReturnsAsync([]);
        var order = new MockSequence();
        sender.InSequence(order).Setup(s => s.SendMessageAsync(Capture.In(taken), Cancellation)).Returns(Task.CompletedTask);
        deadLetters.InSequence(order).Setup(d => d.CompleteMessageAsync(letter, Cancellation)).Returns(Task.CompletedTask);

        Assert.Equal(1, await Queue.ReviveDeadLettersAsync(Cancellation));

        // All its attempts lie before it again, or it would die at the next one.
        Assert.Equal(Due.WithoutAttempts(), taken.Single().Body.ToObjectFromJson<FollowUp>(OptOutJson.Default.Options));
        Assert.NotEqual(letter.MessageId, taken.Single().MessageId, StringComparer.Ordinal);
        deadLetters.Verify(d => d.CompleteMessageAsync(letter, Cancellation), Times.Once);
    }

    [Fact]
    public async Task Dead_letters_that_die_again_at_once_do_not_keep_reviving_busy_for_ever()
    {
        deadLetters.Setup(d => d.ReceiveMessagesAsync(It.IsAny<int>(), It.IsAny<TimeSpan?>(), Cancellation))
            .ReturnsAsync((int most, TimeSpan? _, CancellationToken _) => [.. Enumerable.Range(0, most).Select(_ => Letter())]);
        sender.Setup(s => s.SendMessageAsync(It.IsAny<ServiceBusMessage>(), Cancellation)).Returns(Task.CompletedTask);
        deadLetters.Setup(d => d.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), Cancellation)).Returns(Task.CompletedTask);

        Assert.Equal(ServiceBusFollowUpQueue.MaxRevived, await Queue.ReviveDeadLettersAsync(Cancellation));
    }

    private static ServiceBusReceivedMessage Letter() => ServiceBusModelFactory.ServiceBusReceivedMessage(
        new BinaryData(JsonSerializer.SerializeToUtf8Bytes(Due with { Attempts = 700 }, OptOutJson.Default.FollowUp)), messageId: "letter", deliveryCount: 10);

    private static readonly LedgerEvent OptedOut = new()
    {
        Id = "event-7",
        Sequence = 7,
        Type = EventType.OptedOut,
        At = Now,
        RecordedAt = Now,
        Brand = "acme",
        Scope = Scope.Brand,
        Source = Sources.Message,
        Keyword = "STOP",
        Proof = new Proof(MessageSid: "SM1"),
    };

    [Fact]
    public async Task Events_are_published_in_order_under_the_ledgers_ids_as_cloud_events()
    {
        sender.Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), Cancellation))
            .Callback((IEnumerable<ServiceBusMessage> messages, CancellationToken _) => taken.AddRange(messages)).Returns(Task.CompletedTask);

        await Publisher.PublishAsync(
            "AC1", "+14155550123", [OptedOut, OptedOut with { Id = "event-8", Type = EventType.ConversationClosed, Brand = null }], Cancellation);

        Assert.Equal(["event-7", "event-8"], taken.Select(message => message.MessageId), StringComparer.Ordinal);
        Assert.Equal(("application/cloudevents+json", "optout.opted-out.v1"), (taken[0].ContentType, taken[0].Subject));
        Assert.Equal(("AC1", "acme"), (taken[0].ApplicationProperties["account"], taken[0].ApplicationProperties["brand"]));
        Assert.DoesNotContain("brand", taken[1].ApplicationProperties.Keys, StringComparer.Ordinal);

        var json = JsonDocument.Parse(taken[0].Body).RootElement;
        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.Equal("event-7", json.GetProperty("id").GetString());
        Assert.Equal("/accounts/AC1", json.GetProperty("source").GetString());
        Assert.Equal("optout.opted-out.v1", json.GetProperty("type").GetString());
        Assert.Equal(Now, json.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("application/json", json.GetProperty("datacontenttype").GetString());
        var data = json.GetProperty("data");
        Assert.Equal("+14155550123", data.GetProperty("recipient").GetString());
        Assert.Equal(("opted-out", "brand", "STOP"), (Text(data, "type"), Text(data, "scope"), Text(data, "keyword")));
    }

    [Fact]
    public async Task No_events_no_message() => await Publisher.PublishAsync("AC1", "+14155550123", [], Cancellation);

    [Fact]
    public void An_events_type_is_named_as_the_ledger_names_it()
    {
        foreach (var type in Enum.GetValues<EventType>())
        {
            var written = JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(type));
            Assert.Equal($"optout.{written}.v1", ConsentCloudEvent.Of("AC1", "+1", OptedOut with { Type = type }).Type);
        }
    }

    [Fact]
    public void Every_type_that_is_published_is_described_in_docs_events_and_no_other()
    {
        var published = Enum.GetValues<EventType>().Where(type => (OptedOut with { Type = type }).IsPublished).Select(type => $"`optout.{KebabCase<EventType>.Name(type)}.v1`");
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "events.md")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var types = File.ReadAllText(Path.Combine(folder, "docs", "events.md")).Split("## Types")[1].Split("## ")[0];
        Assert.Equal(
            published.Order(StringComparer.Ordinal),
            Regex.Matches(types, "`optout[^`]+`", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string? Text(JsonElement data, string name) => data.GetProperty("event").GetProperty(name).GetString();

    private static ServiceBusException Failure(ServiceBusFailureReason reason) => new("no", reason);
}
