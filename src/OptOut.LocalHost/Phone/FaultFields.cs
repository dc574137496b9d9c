using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.LocalHost;

/// <summary>Faults in JSON: <c>{"fault": "answer-late", "ms": 500, "times": 2}</c>.</summary>
internal static class FaultFields
{
    private const int MaxMilliseconds = 3_600_000;

    /// <summary>The field that a kind needs besides its name, and what it may hold; a kind that is missing here needs none.</summary>
    private static readonly FrozenDictionary<FaultKind, (string Name, int Min, int Max)> Needed = new Dictionary<
        FaultKind,
        (string, int, int)
    >
    {
        [FaultKind.AnswerLate] = ("ms", 1, MaxMilliseconds),
        [FaultKind.Impatient] = ("ms", 1, 15_000),
        [FaultKind.Redelivered] = ("count", 1, 100),
        [FaultKind.Duplicated] = ("count", 1, 100),
        [FaultKind.RestRefused] = ("code", 400, 99_999),
        [FaultKind.ConsentsRefused] = ("code", 400, 503),
        [FaultKind.ConsentsRejected] = ("code", 10_000, 99_999),
        [FaultKind.ConsentsInvalid] = ("code", 10_000, 99_999),
        [FaultKind.CancelRefused] = ("code", 400, 503),
        [FaultKind.SettingsRefused] = ("code", 400, 503),
        [FaultKind.RestLate] = ("ms", 1, MaxMilliseconds),
        [FaultKind.ListLate] = ("ms", 1, MaxMilliseconds),
        [FaultKind.CallbackLate] = ("ms", 1, MaxMilliseconds),
        [FaultKind.CarrierFailure] = ("code", 10_000, 99_999),
    }.ToFrozenDictionary();

    /// <summary>The faults of <c>{"faults": [...]}</c>, or null with at least one error.</summary>
    public static IReadOnlyList<Fault>? Read(ReadOnlyMemory<byte> json, out IDictionary<string, string[]> errors)
    {
        using var body = JsonFields.Parse(json, out errors);
        var faults = body?.Items("faults").Select(ReadOne).ToArray();
        body?.RefuseOthers();
        return errors.Count > 0 ? null : faults;
    }

    public static JsonObject Write(Fault fault)
    {
        var json = new JsonObject { ["fault"] = KebabCase<FaultKind>.Name(fault.Kind) };
        if (Needed.TryGetValue(fault.Kind, out var field))
        {
            json[field.Name] = fault.Value;
        }
        if (fault.Times is { } times)
        {
            json["times"] = times;
        }
        return json;
    }

    private static Fault ReadOne(JsonFields item)
    {
        if (!KebabCase<FaultKind>.TryParse(item.Text("fault", required: true) ?? "", out var kind))
        {
            item.Refuse("fault", $"must be one of {KebabCase<FaultKind>.All}");
            return new(default);
        }
        var value = Needed.TryGetValue(kind, out var field) ? item.Number(field.Name, field.Min, field.Max, required: true) : 0;
        if (kind == FaultKind.RestRefused && value is not (400 or 429 or 500 or 503 or >= 10_000))
        {
            item.Refuse("code", "must be 400, 429, 500, 503 or one of Twilio's error codes");
        }
        // What is late in the list is so for every search; a message cannot vanish from it again.
        var times = kind == FaultKind.ListLate ? null : item.Number("times", 1, 1_000_000, required: false);
        item.RefuseOthers();
        return new(kind, value ?? 0, times);
    }
}
