using System.Globalization;
using OptOut.Audit;

const string Usage = """
    Verifies an auditor's file (GET /api/audit) by itself, without our database and keys. See docs/proof.md.

      verify FILE                                    0: it holds. 1: it does not; each line that is wrong is named.
      compare OLDER NEWER [--kept-since TIME]        0: what stood in OLDER still stands in NEWER. 1: it does not.

    2: the files cannot be read, or the command is another one.
    """;

try
{
    switch (args)
    {
        case ["verify", var file]:
            return await VerifyAsync(file);
        case ["compare", var older, var newer]:
            return await CompareAsync(older, newer, null);
        case ["compare", var older, var newer, "--kept-since", var time]
            when DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since):
            return await CompareAsync(older, newer, since);
        default:
            await Console.Error.WriteLineAsync(Usage);
            return 2;
    }
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

static async Task<int> VerifyAsync(string path)
{
    await using var file = File.OpenRead(path);
    var verdict = await Verification.OfAsync(file);
    foreach (var fault in verdict.Faults)
    {
        Console.WriteLine($"line {fault.Line}: {fault.Why}.");
    }

    if (!verdict.Holds)
    {
        Console.WriteLine(verdict.MoreFaults == 0 ? "The file does not hold." : $"The file does not hold: {verdict.MoreFaults} more.");
        return 1;
    }

    Console.WriteLine($"The file holds: {verdict.Events} events of {verdict.Recipients} recipients, root {verdict.Seal!.Root}.");
    if (verdict.Begun > 0)
    {
        Console.WriteLine($"{verdict.Begun} histories begin after their first event: it was purged, or lies before the file's period.");
    }

    if (verdict.Seal.Brand is { } brand)
    {
        Console.WriteLine(
            $"It is the file of the brand {brand}: whether an event is missing between two of a recipient only the account's whole file shows."
        );
    }

    return 0;
}

static async Task<int> CompareAsync(string older, string newer, DateTimeOffset? keptSince)
{
    await using var old = File.OpenRead(older);
    await using var now = File.OpenRead(newer);
    var faults = await Comparison.OfAsync(old, now, keptSince);
    foreach (var fault in faults)
    {
        Console.WriteLine($"line {fault.Line}: {fault.Why}.");
    }

    Console.WriteLine(
        faults.Count == 0 ? "What stood in the older file stands in the newer one." : "The newer file is not the older one's continuation."
    );
    return faults.Count == 0 ? 0 : 1;
}
