using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What a recipient prefers. A field of null takes what is known away; one that is missing leaves it.</summary>
public sealed record PreferencesRequest
{
    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    public string? Brand { get; init; }
    public FrequencyBody? Frequency { get; set { field = value; said.Add(nameof(Frequency)); } }
    public string? Language { get; set { field = value; said.Add(nameof(Language)); } }
    public string? TimeZone { get; set { field = value; said.Add(nameof(TimeZone)); } }
    public string? Region { get; set { field = value; said.Add(nameof(Region)); } }

    /// <summary>How the recipient said so; with <see cref="Proof"/> required where the frequency is loosened.</summary>
    public string? Source { get; init; }
    public ProofBody? Proof { get; init; }

    [JsonIgnore]
    public IReadOnlySet<string> Said => said;
}

public sealed record PreferencesResponse(string Recipient, string Brand, Frequency? Frequency, string? Language, string? TimeZone, string? Region);

/// <summary><c>PUT /api/recipients/{recipient}/preferences</c> (rules 28, 35).</summary>
internal static class PreferencesEndpoint
{
    public static async Task<IResult> Put(string recipient, HttpContext context, SetPreferences preferences, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.PreferencesRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(body!.Brand, out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        errors.Check(body.Said.Count > 0, "frequency", "is required, or language, timeZone or region; null takes one away.");
        var told = new Preferences(
            errors.Frequency("frequency", body.Frequency), errors.Language("language", body.Language), errors.TimeZone("timeZone", body.TimeZone),
            errors.Region("region", body.Region), Unset(body), errors.OptionalText("source", Blank(body.Source), 200), Proof(body.Proof, errors));
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        if (await preferences.HandleAsync(new RecipientKey(caller.Account.Sid, address!), brand.Id, told, cancellation) is not { } state)
        {
            errors.Check(told.Origin is not null, "source", "is required: a frequency is loosened only by the recipient.");
            errors.Check(told.Proof is not null, "proof", "is required: a frequency is loosened only by the recipient.");
            return Problems.Invalid(errors.ToDictionary());
        }

        return TypedResults.Json(
            new PreferencesResponse(address!.Value, brand.Id, state.Brand(brand.Id).Frequency, state.Profile?.Language, state.Profile?.TimeZone, state.Profile?.Region),
            ApiJson.Written.PreferencesResponse);
    }

    private static List<string>? Unset(PreferencesRequest body)
    {
        (string Name, string Field, bool IsNull)[] fields =
        [
            (nameof(body.Frequency), "frequency", body.Frequency is null), (nameof(body.Language), "language", body.Language is null),
            (nameof(body.TimeZone), "timeZone", body.TimeZone is null), (nameof(body.Region), "region", body.Region is null),
        ];
        List<string> taken = [.. fields.Where(f => f.IsNull && body.Said.Contains(f.Name)).Select(f => f.Field)];
        return taken.Count == 0 ? null : taken;
    }

    private static Proof? Proof(ProofBody? body, FieldErrors errors)
    {
        var proof = new Proof(
            Blank(errors.OptionalText("proof.reference", body?.Reference)), Blank(errors.OptionalText("proof.uri", body?.Uri, 2000)),
            Blank(errors.OptionalText("proof.messageSid", body?.MessageSid, 64)));
        return proof == new Proof() ? null : proof;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
