using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OptOut.LocalHost;

/// <summary>
/// The simulated Twilio's lists of deactivated numbers: what <c>POST /local/twilio/deactivations</c> says, a number a line, for yesterday.
/// </summary>
internal sealed class SimulatedDeactivations(Faults faults, TimeProvider time) : ITwilioDeactivations
{
    private readonly ConcurrentQueue<(DateOnly Day, string Number)> listed = new();

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ReadAsync(
        string accountSid,
        DateOnly day,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        foreach (var (_, number) in listed.Where(l => l.Day == day))
        {
            yield return number;
            if (faults.Take(FaultKind.DeactivationsBroken, null) is not null)
            {
                throw new HttpRequestException("The simulated Twilio was told to break off.");
            }
        }

        await Task.CompletedTask;
    }

    /// <summary>Lists the numbers and has the list taken.</summary>
    public static async Task<IResult> PostAsync(
        HttpRequest request,
        SimulatedDeactivations simulated,
        TakeDeactivations take,
        CancellationToken cancellation
    )
    {
        using var reader = new StreamReader(request.Body);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Trim() is { Length: > 0 and < 32 } number)
            {
                simulated.listed.Enqueue((DateOnly.FromDateTime(simulated.Now.UtcDateTime).AddDays(-1), number));
            }
        }

        return TypedResults.Json(new { known = await take.RunAsync(cancellation) });
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
