using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>
/// What Twilio's webhooks leave to the queue while the table is away fits the queue's 64 KiB, whichever field is as long as a request can
/// make it.
/// </summary>
public sealed class FollowUpSizeTests(HeadWithoutTable head) : IClassFixture<HeadWithoutTable>
{
    private static (string Path, (string Name, string Value)[] Fields)[] Forms =>
        [
            (
                "/api/twilio/messages",
                [
                    ("MessageSid", TwilioSide.NewSid("SM")),
                    ("From", "+14155552671"),
                    ("To", "+14155550100"),
                    ("Body", "STOP"),
                    ("MessagingServiceSid", "MG00000000000000000000000000000001"),
                    ("OptOutType", "STOP"),
                    ("ButtonPayload", "no"),
                    ("ButtonText", "no"),
                ]
            ),
            (
                "/api/twilio/status",
                [
                    ("MessageSid", TwilioSide.NewSid("SM")),
                    ("MessageStatus", "sent"),
                    ("From", "+14155550100"),
                    ("To", "+14155552671"),
                    ("MessagingServiceSid", "MG00000000000000000000000000000001"),
                    ("ErrorCode", "30003"),
                    ("RawDlrDoneDate", "2601010101"),
                ]
            ),
            (
                "/api/twilio/conversations",
                [
                    ("EventType", "onMessageAdded"),
                    ("ConversationSid", "CH00000000000000000000000000000001"),
                    ("MessageSid", TwilioSide.NewSid("IM")),
                    ("ParticipantSid", "MB00000000000000000000000000000001"),
                    ("Author", "+14155552671"),
                    ("Source", "SMS"),
                    ("Body", "STOP"),
                    ("MessagingServiceSid", "MG00000000000000000000000000000001"),
                    ("MessagingBinding.Address", "+14155552671"),
                    ("MessagingBinding.ProxyAddress", "+14155550100"),
                ]
            ),
        ];

    [Theory]
    [InlineData("/api/twilio/messages")]
    [InlineData("/api/twilio/status")]
    [InlineData("/api/twilio/conversations")]
    public async Task Every_follow_up_fits_the_queue_or_its_webhook_is_refused(string path)
    {
        // Three bytes in the form become six in JSON: nothing grows more.
        var long_ = new string('\u0001', 20 * 1024);
        var form = Forms.Single(form => form.Path == path).Fields;
        var before = head.Queue.Sizes.Count;
        foreach (var (name, _) in form)
        {
            using var answer = await TwilioSide.PostAsync(
                head.Http,
                head.Address,
                path,
                [.. form.Select(f => (f.Name, (string?)(f.Name == name ? f.Value + long_ : f.Value)))]
            );
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.BadRequest, $"{name}: {answer.StatusCode}");
        }

        Assert.NotEmpty(head.Queue.Sizes.Skip(before));
        Assert.All(head.Queue.Sizes, size => Assert.InRange(size, 1, FollowUpBody.MaxBytes));
    }
}

/// <summary>
/// Webhooks without a table, over a queue that notes what it is given; one for all tests of the class, since its start costs more than they
/// do.
/// </summary>
public sealed class HeadWithoutTable : IAsyncLifetime
{
    private WebApplication app = null!;

    public HttpClient Http { get; } = new();

    public Uri Address => new(app.Urls.Single());

    public RecordingQueue Queue { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["OptOut:PublicBaseUrl"] = "http://localhost:7071",
                ["OptOut:Accounts:0:Sid"] = TwilioSide.AccountSid,
                ["OptOut:Accounts:0:AuthTokens:0"] = "demo-auth-token",
                ["OptOut:Accounts:0:Brands:0:Id"] = "acme",
                ["OptOut:Accounts:0:Brands:0:Name"] = "Acme",
                ["OptOut:Accounts:0:Brands:0:Senders:0:Address"] = "+14155550100",
                ["OptOut:Accounts:0:Brands:0:Campaigns:0:Id"] = "news",
            }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var taken = DispatchProxy.Create<IFollowUpQueue, RecordingQueue>();
        Queue = (RecordingQueue)taken;
        builder
            .Services.AddOptOut(builder.Configuration)
            .AddSingleton(taken)
            .AddSingleton(DispatchProxy.Create<IRecipientStore, Away>())
            .AddSingleton(DispatchProxy.Create<IRecipientList, Away>())
            .AddSingleton(DispatchProxy.Create<IAnswerStore, Away>())
            .AddSingleton(DispatchProxy.Create<IConversationStore, Away>())
            .AddSingleton(DispatchProxy.Create<IEventPublisher, Away>())
            .AddSingleton(DispatchProxy.Create<IReviewIndex, Away>())
            .AddSingleton(DispatchProxy.Create<ITwilioMessages, Away>())
            .AddSingleton(DispatchProxy.Create<ITwilioSettings, Away>())
            .AddSingleton(DispatchProxy.Create<ILinkStore, Away>());
        app = builder.Build();
        app.UseOptOut();
        app.MapOptOut();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Notes how long each follow-up is.</summary>
    public class RecordingQueue : DispatchProxy
    {
        private readonly ConcurrentQueue<int> sizes = new();

        /// <summary>In bytes, in the order of their coming.</summary>
        public IReadOnlyList<int> Sizes => [.. sizes];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(IFollowUpQueue.ScheduleAsync))
            {
                throw new NotSupportedException(targetMethod.Name);
            }

            sizes.Enqueue(FollowUpBody.Of((FollowUp)args![0]!).Length);
            return Task.FromResult("ticket ticket");
        }
    }

    /// <summary>Is out of reach.</summary>
    public class Away : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new DependencyUnavailableException("away");
    }
}
