using System.Text;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>
/// Counts the storage requests that are about one person, whatever else a host asks meanwhile: by the recipient in an address or a body,
/// and, where a request names nothing but a queue message's id, by the ids that such messages got.
/// </summary>
internal sealed partial class Steps(string person)
{
    private readonly string digits = person.TrimStart('+');
    private readonly Lock gate = new();
    private readonly Dictionary<StorageRequest, int> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    /// <summary>The request's number among the person's; 0 for one that is about something else.</summary>
    public int Number(StorageRequest request)
    {
        lock (gate)
        {
            if (!IsAbout(request))
            {
                return 0;
            }

            return numbers.TryGetValue(request, out var known) ? known : numbers[request] = numbers.Count + 1;
        }
    }

    /// <summary>Takes note of the id that a queue gave to a message.</summary>
    public void Answered(StorageRequest request, string answer)
    {
        if (!request.IsTable && Number(request) > 0 && MessageId().Match(answer) is { Success: true } id)
        {
            lock (gate)
            {
                ids.Add(id.Groups["id"].Value);
            }
        }
    }

    private bool IsAbout(StorageRequest request) =>
        request.Target.Contains(digits, StringComparison.Ordinal)
        || ids.Any(id => request.Target.Contains(id, StringComparison.Ordinal))
        || Text(request).Contains(digits, StringComparison.Ordinal);

    /// <summary>A queue's message is JSON within XML: its digits stand there as they are.</summary>
    private static string Text(StorageRequest request) => Encoding.UTF8.GetString(request.Body);

    [GeneratedRegex("<MessageId>(?<id>[^<]+)</MessageId>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageId();
}
