using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// Looks for people by what an operator has of them. By POST, because neither a number nor a customer's reference belongs in an address.
/// </summary>
internal static class PeopleDesk
{
    /// <summary><c>POST /api/recipients/search</c>.</summary>
    public static async Task<IResult> Search(
        Valid<AskedPerson> request,
        FindPeople people,
        PersonTokens tokens,
        CancellationToken cancellation
    )
    {
        var (brand, key, recipient) = request.Value;
        FoundPerson[] found = key is { } by
            ?
            [
                .. (await people.FindAsync(brand.AccountSid, brand.Id, by, cancellation)).Select(p => new FoundPerson(
                    tokens.Of(brand.AccountSid, p.Recipient),
                    p.Recipient,
                    p.At
                )),
            ]
            : [new FoundPerson(tokens.Of(brand.AccountSid, recipient!), recipient!)];
        return TypedResults.Json(new PersonSearchResponse(found), ApiJson.Written.PersonSearchResponse);
    }
}

/// <summary>Whom a brand looks for.</summary>
/// <param name="Brand">Who looks.</param>
/// <param name="Key">What they may be found by; null where it is known who it is.</param>
/// <param name="Recipient">Who it is: the canonical address.</param>
internal sealed record AskedPerson(Brand Brand, PersonKey? Key, string? Recipient) : IApiRequest<AskedPerson>
{
    public static async ValueTask<AskedPerson?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.PersonSearch) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var errors = request.Errors;
        var given = new[] { body.Recipient, body.Last4, body.Reference, body.Person }.Count(value => value is not null);
        errors.Check(given == 1, "recipient", "or last4, reference or person: exactly one of them is looked for.");
        errors.Check(body.Country is null || body.Recipient is not null, "country", "goes with recipient, and only with it.");
        return errors.Any
            ? null
            : body switch
            {
                { Last4: { } digits } => errors.Check(
                    digits.Length == PersonKey.DigitCount && digits.All(char.IsAsciiDigit),
                    "last4",
                    $"is {PersonKey.DigitCount} digits."
                )
                    ? new(brand, new PersonKey(PersonKeyKind.Digits, digits), null)
                    : null,
                { Reference: { } reference } => errors.Check(!string.IsNullOrWhiteSpace(reference), "reference", "is blank.")
                    ? new(brand, new PersonKey(PersonKeyKind.Reference, reference.Trim()), null)
                    : null,
                { Person: { } person } => new(brand, null, OfToken(request, brand, person)),
                _ => new(brand, null, OfNumber(errors, body)),
            };
    }

    private static string? OfToken(RequestReader request, Brand brand, string person)
    {
        var recipient = request.Context.RequestServices.GetRequiredService<PersonTokens>().Open(brand.AccountSid, person);
        request.Errors.Check(recipient is not null, "person", "is none of this account's.");
        return recipient;
    }

    private static string? OfNumber(FieldErrors errors, PersonSearch asked)
    {
        var text = asked.Recipient!;
        if (asked.Country is { } country && !text.Contains('+', StringComparison.Ordinal))
        {
            text = LocalNumber.International(text, country, out var wrong) ?? "";
            if (wrong is not null)
            {
                errors.Add(wrong == LocalNumber.UnknownCountry ? "country" : "recipient", wrong);
                return null;
            }
        }

        return errors.Recipient("recipient", text)?.Value;
    }
}
