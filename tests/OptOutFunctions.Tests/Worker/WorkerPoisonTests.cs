using System.Net;
using Azure.Storage.Queues.Models;

namespace OptOutFunctions.Tests;

/// <summary>
/// Messages that are no follow-ups, whatever they are. A queue holds text only: what is no UTF-8 the service refuses before it is a
/// message. The Functions host hands on what it took as a string, and writes a dead letter only after ten deliveries that failed; the head
/// makes each of these a dead letter at the first.
/// </summary>
public sealed class WorkerPoisonTests(WorkerSite site) : IClassFixture<WorkerSite>
{
    private static readonly string[] Bodies =
    [
        "no follow-up",
        " ",
        "[]",
        "{}",
        """{"type":"ransom"}""",
        """{"type":"message"}""",
        "e30=",
        "é ☃ 𝄞 \u0085\u2028 <&>",
        "\uFFFD",
        new('x', 64 * 1024),
        new('[', 64 * 1024),
        new('☃', 64 * 1024 / 3),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_of_any_text_is_one_dead_letter_as_it_was_and_disturbs_nothing()
    {
        await site.Poison.ClearMessagesAsync(Cancellation);
        foreach (var body in Bodies)
        {
            await site.Queue.SendMessageAsync(body, Cancellation);
        }

        var stop = await site.TextAsync(site.Person("646555"), "STOP");
        Assert.Equal((HttpStatusCode.OK, true), (stop.Status, stop.Body.Contains("<Message", StringComparison.Ordinal)));

        await WorkerSite.UntilAsync(async () =>
            (await site.Poison.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount >= Bodies.Length
        );
        QueueMessage[] letters = [.. (await site.Poison.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value];
        Assert.Equal(Bodies.Order(StringComparer.Ordinal), letters.Select(letter => letter.Body.ToString()).Order(StringComparer.Ordinal));
        await site.Poison.ClearMessagesAsync(Cancellation);
        await WorkerSite.UntilAsync(async () => await site.StatusAsync("/api/health") == HttpStatusCode.OK);
    }
}
