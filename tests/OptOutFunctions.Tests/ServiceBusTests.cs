using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OptOut.Azure;

namespace OptOutFunctions.Tests;

/// <summary>Consent events on Service Bus, up to the SDK's sender.</summary>
public sealed class ServiceBusTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Mock<ServiceBusSender> sender = new(MockBehavior.Strict);
    private readonly LastPublication last = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly List<ServiceBusMessage> taken = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServiceBusEventPublisher Publisher => new(sender.Object, last, time);

    public static TheoryData<Exception> Outages =>
        [Failure(ServiceBusFailureReason.ServiceBusy), new TimeoutException(), new UnauthorizedAccessException()];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_broker_that_does_not_answer_is_a_store_that_is_unavailable(Exception outage)
    {
        sender
            .Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(outage);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() =>
            Publisher.PublishAsync("AC1", "+14155550123", [OptedOut], Cancellation)
        );
    }

    /// <summary>As the SDK does while it opens a connection to a broker that says nothing.</summary>
    [Fact]
    public async Task An_SDK_that_minds_neither_its_bounds_nor_the_token_keeps_nobody_waiting()
    {
        sender
            .Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(new TaskCompletionSource().Task);

        var waiting = Publisher.PublishAsync("AC1", "+14155550123", [OptedOut], Cancellation);
        time.Advance(ServiceBusEventPublisher.Timeout);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => waiting);

        using var hurried = new CancellationTokenSource();
        var cut = Publisher.PublishAsync("AC1", "+14155550123", [OptedOut], hurried.Token);
        await hurried.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
    }

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
        sender
            .Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), It.IsAny<CancellationToken>()))
            .Callback((IEnumerable<ServiceBusMessage> messages, CancellationToken _) => taken.AddRange(messages))
            .Returns(Task.CompletedTask);

        await Publisher.PublishAsync(
            "AC1",
            "+14155550123",
            [OptedOut, OptedOut with { Id = "event-8", Type = EventType.ConversationClosed, Brand = null }],
            Cancellation
        );

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
        var published = Enum.GetValues<EventType>()
            .Where(type => (OptedOut with { Type = type }).IsPublished)
            .Select(type => $"`optout.{KebabCase<EventType>.Name(type)}.v1`");
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "events.md")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var types = File.ReadAllText(Path.Combine(folder, "docs", "events.md")).Split("## Types")[1].Split("## ")[0];
        Assert.Equal(
            published.Order(StringComparer.Ordinal),
            Regex
                .Matches(types, "`optout[^`]+`", RegexOptions.None, TimeSpan.FromSeconds(1))
                .Select(match => match.Value)
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    private static string? Text(JsonElement data, string name) => data.GetProperty("event").GetProperty(name).GetString();

    private static ServiceBusException Failure(ServiceBusFailureReason reason) => new("no", reason);
}
