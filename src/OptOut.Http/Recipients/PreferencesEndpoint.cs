using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What a recipient prefers. A field of null takes what is known away; one that is missing leaves it.</summary>
[RequestJson]
public sealed record PreferencesRequest
{
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    public string? Brand { get; init; }
    public FrequencyBody? Frequency
    {
        get;
        set
        {
            field = value;
            given.Add(nameof(Frequency));
        }
    }
    public string? Language
    {
        get;
        set
        {
            field = value;
            given.Add(nameof(Language));
        }
    }
    public string? TimeZone
    {
        get;
        set
        {
            field = value;
            given.Add(nameof(TimeZone));
        }
    }
    public string? Region
    {
        get;
        set
        {
            field = value;
            given.Add(nameof(Region));
        }
    }

    /// <summary>How the recipient said so; with <see cref="Proof"/> required where the frequency is loosened.</summary>
    [MaxLength(200)]
    public string? Source { get; init; }
    public ProofBody? Proof { get; init; }

    [JsonIgnore]
    public IReadOnlySet<string> GivenFields => given;
}

public sealed record PreferencesResponse(
    string Recipient,
    string Brand,
    Frequency? Frequency,
    string? Language,
    string? TimeZone,
    string? Region
);

/// <summary>Whose preferences are set, for which brand, and what was given.</summary>
internal sealed record PutPreferences(RecipientKey Key, Brand Brand, Preferences Given) : IApiRequest<PutPreferences>
{
    public static async ValueTask<PutPreferences?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.PreferencesRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var errors = request.Errors;
        errors.Check(body.GivenFields.Count > 0, "frequency", "is required, or language, timeZone or region; null takes one away.");
        var told = new Preferences(
            errors.Frequency("frequency", body.Frequency),
            errors.Language("language", body.Language),
            errors.TimeZone("timeZone", body.TimeZone),
            errors.Region("region", body.Region),
            Unset(body),
            Blank(body.Source),
            Proof(body.Proof)
        );
        return request.Recipient() is { } key ? new(key, brand, told) : null;
    }

    private static List<string>? Unset(PreferencesRequest body)
    {
        (string Name, string Field, bool IsNull)[] fields =
        [
            (nameof(body.Frequency), "frequency", body.Frequency is null),
            (nameof(body.Language), "language", body.Language is null),
            (nameof(body.TimeZone), "timeZone", body.TimeZone is null),
            (nameof(body.Region), "region", body.Region is null),
        ];
        List<string> taken = [.. fields.Where(f => f.IsNull && body.GivenFields.Contains(f.Name)).Select(f => f.Field)];
        return taken.Count == 0 ? null : taken;
    }

    private static Proof? Proof(ProofBody? body)
    {
        var proof = new Proof(Blank(body?.Reference), Blank(body?.Uri), Blank(body?.MessageSid));
        return proof == new Proof() ? null : proof;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary><c>PUT /api/recipients/{recipient}/preferences</c> (rules 28, 35).</summary>
internal static class PreferencesEndpoint
{
    public static async Task<IResult> Put(Valid<PutPreferences> request, SetPreferences preferences, CancellationToken cancellation)
    {
        var (key, brand, told) = request.Value;
        if (await preferences.HandleAsync(key, brand.Id, told, cancellation) is not { } state)
        {
            var errors = new FieldErrors();
            errors.Check(told.Origin is not null, "source", "is required: a frequency is loosened only by the recipient.");
            errors.Check(told.Proof is not null, "proof", "is required: a frequency is loosened only by the recipient.");
            return Problems.Invalid(errors.ToDictionary());
        }

        return TypedResults.Json(
            new PreferencesResponse(
                key.Recipient.Value,
                brand.Id,
                state.Brand(brand.Id).Frequency,
                state.Profile?.Language,
                state.Profile?.TimeZone,
                state.Profile?.Region
            ),
            ApiJson.Written.PreferencesResponse
        );
    }
}
