using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Azure;
using OptOut.Testing;

namespace OptOutFunctions.Tests;

/// <summary>Consent events from our registration through the real SDK to a topic that speaks AMQP.</summary>
public sealed class ConsentEventsOverAmqpTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TopicListener topic = TopicListener.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => topic.Dispose();

    private static LedgerEvent Event(int sequence, EventType type = EventType.OptedOut, string? brand = "acme", string? text = null) =>
        new()
        {
            Id = $"event-{sequence}",
            Sequence = sequence,
            Type = type,
            At = Now,
            RecordedAt = Now,
            Brand = brand,
            Scope = Scope.Brand,
            Source = Sources.Message,
            Keyword = "STOP",
            Text = text,
            Proof = new Proof(MessageSid: "SM1"),
        };

    [Fact]
    public async Task The_topic_gets_cloud_events_under_the_ledgers_ids_in_its_order_with_properties_to_filter_by()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<IEventPublisher>();

        await publisher.PublishAsync("AC1", "+14155550123", [Event(7), Event(8, EventType.ConversationClosed, brand: null)], Cancellation);
        await publisher.PublishAsync("AC1", "+14155550123", [Event(9)], Cancellation);

        Assert.Equal(
            [
                ["event-7", "event-8"],
                ["event-9"],
            ],
            Sent
        );
        var (first, second) = (topic.Taken[0], topic.Taken[1]);
        Assert.Equal(("optout.opted-out.v1", "application/cloudevents+json"), (first.Subject, first.ContentType));
        Assert.Equal(("AC1", "acme"), (first.Properties["account"], first.Properties["brand"]));
        Assert.Equal(["account"], second.Properties.Keys);
        var json = JsonDocument.Parse(first.Body).RootElement;
        Assert.Equal(("1.0", "event-7", "/accounts/AC1"), (Text(json, "specversion"), Text(json, "id"), Text(json, "source")));
        Assert.Equal("+14155550123", Text(json.GetProperty("data"), "recipient"));
        Assert.Equal(
            (7, "STOP"),
            (
                json.GetProperty("data").GetProperty("event").GetProperty("sequence").GetInt32(),
                Text(json.GetProperty("data").GetProperty("event"), "keyword")
            )
        );
        Assert.False(services.GetRequiredService<LastPublication>().HasFailed);
    }

    [Fact]
    public async Task A_broker_that_refuses_is_a_store_that_is_unavailable_until_it_takes_again()
    {
        await using var services = Services();
        var (publisher, last) = (services.GetRequiredService<IEventPublisher>(), services.GetRequiredService<LastPublication>());
        topic.Mood = TopicMood.Refuses;

        await Assert.ThrowsAsync<DependencyUnavailableException>(() =>
            publisher.PublishAsync("AC1", "+14155550123", [Event(7)], Cancellation)
        );
        Assert.True(last.HasFailed);

        topic.Mood = TopicMood.Takes;
        await publisher.PublishAsync("AC1", "+14155550123", [Event(7)], Cancellation);
        Assert.False(last.HasFailed);
        Assert.Equal(
            [
                ["event-7"],
            ],
            Sent
        );
    }

    [Fact]
    public async Task A_broker_that_reads_and_says_nothing_is_one_too_before_its_follow_up_would_be_cut_off()
    {
        await using var services = Services();
        topic.Mood = TopicMood.IsSilent;

        var waited = Stopwatch.StartNew();
        await Assert.ThrowsAsync<DependencyUnavailableException>(() =>
            services.GetRequiredService<IEventPublisher>().PublishAsync("AC1", "+14155550123", [Event(7)], Cancellation)
        );

        Assert.InRange(waited.Elapsed, TimeSpan.Zero, new FollowUpTimes().HandlingTimeout);
        Assert.True(services.GetRequiredService<LastPublication>().HasFailed);
    }

    /// <summary>
    /// The ids of what was sent together. What was not acknowledged within two seconds the SDK sends again, and the broker drops it by its
    /// ids.
    /// </summary>
    private IEnumerable<IEnumerable<string>> Sent =>
        topic.Transfers.Select(together => together.Select(e => e.Id).ToArray()).DistinctBy(ids => string.Join(' ', ids));

    private ServiceProvider Services() =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<LastPublication>()
            .AddConsentEvents(new ConfigurationBuilder().AddInMemoryCollection([new("ServiceBus", topic.ConnectionString)]).Build())
            .BuildServiceProvider();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
