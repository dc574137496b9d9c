using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OptOut.Http;
using StandardWebhooks;

namespace OptOut.IntegrationTests;

/// <summary>
/// Outgoing webhooks on a real wire (rule 43): where they may go, redirects, receivers that do not answer, and secrets that change.
/// </summary>
public sealed class WebhookDeliveryTests : IDisposable
{
    private const string Account = "AC00000000000000000000000000000001",
        Person = "+14155552671";
    private static readonly string Old = Secret(1),
        Next = Secret(2);
    private readonly Receiver receiver = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => receiver.Dispose();

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    public async Task Rule43_a_name_that_leads_to_a_private_address_is_not_connected_to(string address)
    {
        using var delivery = Delivery(
            new WebhookReach(AllowLoopback: true) { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]) }
        );
        Assert.NotNull(await PostAsync(delivery, "http://hooks.example:9/"));
    }

    [Fact]
    public async Task Rule43_a_head_posts_to_no_service_of_its_own_machine()
    {
        using var own = new TcpListener(IPAddress.Loopback, 0);
        own.Start();
        using var delivery = Delivery(new WebhookReach(AllowLoopback: false));
        foreach (var host in new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433" })
        {
            Assert.NotNull(await PostAsync(delivery, $"http://{host}:{((IPEndPoint)own.LocalEndpoint).Port}/"));
        }

        Assert.False(own.Pending());
    }

    [Fact]
    public async Task Rule43_a_name_whose_answer_changes_after_it_was_looked_at_leads_nowhere_else()
    {
        var asked = 0;
        // Each time another answer: the first may be connected to, all later ones may not.
        using var delivery = Delivery(
            new WebhookReach(AllowLoopback: true)
            {
                Resolve = (_, _) =>
                    Task.FromResult<IPAddress[]>(
                        Interlocked.Increment(ref asked) == 1
                            ? [IPAddress.Parse("10.0.0.1"), IPAddress.Loopback]
                            : [IPAddress.Parse("169.254.169.254")]
                    ),
            }
        );
        receiver.Closes = true;
        var url = $"http://hooks.example:{new Uri(receiver.Url).Port}/hooks";

        // The address that was checked is the one that is connected to: one resolution, and of its answers the allowed one.
        Assert.Null(await PostAsync(delivery, url));
        Assert.Equal(1, asked);
        // The next connection is checked anew, although the first was allowed.
        Assert.NotNull(await PostAsync(delivery, url));
        Assert.Equal((2, 1), (asked, receiver.Taken.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task Rule43_a_redirect_is_no_yes_and_is_not_followed(HttpStatusCode answer)
    {
        using var elsewhere = new Receiver();
        (receiver.Answers, receiver.Location) = (answer, elsewhere.Url);
        using var delivery = Delivery(new WebhookReach(AllowLoopback: true));
        Assert.Equal(((int)answer).ToString(System.Globalization.CultureInfo.InvariantCulture), await PostAsync(delivery, receiver.Url));
        Assert.Empty(elsewhere.Taken);
    }

    [Fact]
    public async Task Rule43_a_receiver_has_ten_seconds_and_others_do_not_wait_for_it()
    {
        var time = new FakeTimeProvider();
        var answer = new TaskCompletionSource();
        using var slow = new Receiver { Until = answer.Task };
        using var delivery = Delivery(new WebhookReach(AllowLoopback: true), time);
        var waiting = PostAsync(delivery, slow.Url);
        await Until.Is(() => !slow.Taken.IsEmpty, 60, "it has not come");
        Assert.Null(await PostAsync(delivery, receiver.Url));
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("timeout", await waiting);
        answer.SetResult();
    }

    [Fact]
    public async Task Rule43_a_secret_is_changed_without_a_webhook_lost()
    {
        using var delivery = Delivery(new WebhookReach(AllowLoopback: true));
        foreach (
            var (configured, receiverHas) in new (string[], string)[]
            {
                ([Old], Old),
                ([Next, Old], Old),
                ([Next, Old], Next),
                ([Next], Next),
            }
        )
        {
            Assert.Null(await PostAsync(delivery, receiver.Url, configured));
            var (headers, body) = receiver.Taken.Last();
            var sentAt = DateTimeOffset.FromUnixTimeSeconds(
                long.Parse(headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)
            );
            var signatures = headers["webhook-signature"].Split(' ');
            Assert.Contains(new StandardWebhook(receiverHas).Sign(headers["webhook-id"], sentAt, body), signatures, StringComparer.Ordinal);
            Assert.Equal(configured.Length, signatures.Length);
        }
    }

    private static WebhookDelivery Delivery(WebhookReach reach, TimeProvider? time = null) =>
        new(reach, time ?? TimeProvider.System, NullLogger<WebhookDelivery>.Instance);

    private static Task<string?> PostAsync(WebhookDelivery delivery, string url, params string[] secrets) =>
        delivery.PostAsync(
            new WebhookTarget(new Uri(url), secrets.Length > 0 ? secrets : [Old]),
            Account,
            Person,
            new LedgerEvent
            {
                Type = EventType.OptedOut,
                At = DateTimeOffset.UnixEpoch,
                Brand = "acme",
                Source = "phone",
            } with
            {
                Id = "ev-1",
                Sequence = 1,
            },
            Cancellation
        );

    private static string Secret(byte fill) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat(fill, 24).ToArray());
}
