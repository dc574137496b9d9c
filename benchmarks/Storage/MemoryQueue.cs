using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace OptOut.Benchmarks;

/// <summary>The queue service's REST API, as far as the app and the peers use it, over a queue in memory.</summary>
internal sealed class MemoryQueue
{
    private readonly ConcurrentDictionary<string, (string Text, DateTimeOffset From, DateTimeOffset Visible, string Receipt)> messages =
        new(StringComparer.Ordinal);

    /// <param name="response">The answer.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">What follows the queue's name; empty for the queue itself.</param>
    /// <param name="query">The query, decoded.</param>
    /// <param name="body">The body.</param>
    public Task AnswerAsync(HttpResponse response, string method, string path, IQueryCollection query, byte[] body)
    {
        var now = TimeProvider.System.GetUtcNow();
        switch (method, path)
        {
            case ("POST", "messages"):
                var sent = Guid.NewGuid().ToString();
                var text = XDocument.Parse(Encoding.UTF8.GetString(body).TrimStart('\ufeff')).Root!.Element("MessageText")!.Value;
                messages[sent] = (text, now, now + Hidden(query), sent);
                response.StatusCode = StatusCodes.Status201Created;
                return SayAsync(response, [Described(sent, withText: false)]);

            case ("GET", "messages"):
                var peek = query.ContainsKey("peekonly");
                var most = int.TryParse(query["numofmessages"], CultureInfo.InvariantCulture, out var asked) ? asked : 1;
                var due = messages.Where(m => m.Value.Visible <= now).Take(most).Select(m => m.Key).ToArray();
                foreach (var id in peek ? [] : due)
                {
                    messages[id] = messages[id] with { Visible = now + Hidden(query) };
                }

                return SayAsync(response, due.Select(id => Described(id, withText: true)));
            case ("DELETE", _) when path.Length > 0:
                response.StatusCode = messages.TryRemove(path.Split('/')[^1], out _)
                    ? StatusCodes.Status204NoContent
                    : StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case ("PUT", ""):
                response.StatusCode = StatusCodes.Status201Created;
                return Task.CompletedTask;
            default:
                response.Headers["x-ms-approximate-messages-count"] = messages.Count.ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
        }
    }

    private static TimeSpan Hidden(IQueryCollection query) =>
        TimeSpan.FromSeconds(int.TryParse(query["visibilitytimeout"], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);

    private XElement Described(string id, bool withText)
    {
        var (text, from, visible, receipt) = messages[id];
        return new XElement(
            "QueueMessage",
            new XElement("MessageId", id),
            new XElement("InsertionTime", from.ToString("R", CultureInfo.InvariantCulture)),
            new XElement("ExpirationTime", from.AddDays(7).ToString("R", CultureInfo.InvariantCulture)),
            new XElement("PopReceipt", receipt),
            new XElement("TimeNextVisible", visible.ToString("R", CultureInfo.InvariantCulture)),
            withText ? new object[] { new XElement("DequeueCount", 1), new XElement("MessageText", text) } : null
        );
    }

    private static Task SayAsync(HttpResponse response, IEnumerable<XElement> described)
    {
        response.ContentType = "application/xml";
        return response.WriteAsync(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + new XElement("QueueMessagesList", described).ToString(SaveOptions.DisableFormatting)
        );
    }
}
