using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// Looks for people by what an operator has of them. By POST, because neither a number nor a customer's reference belongs in an address.
/// </summary>
internal sealed class PeopleDesk(FindPeople people, PersonTokens tokens)
{
    /// <summary><c>POST /api/recipients/search</c>.</summary>
    public static async Task<IResult> Search(Valid<AskedPerson> request, PeopleDesk desk, CancellationToken cancellation)
    {
        var (brand, body) = request.Value;
        var errors = new FieldErrors();
        IReadOnlyList<FoundPerson>? found = body switch
        {
            { Last4: { } digits } => errors.Check(
                digits.Length == PersonKey.DigitCount && digits.All(char.IsAsciiDigit), "last4", $"is {PersonKey.DigitCount} digits.")
                ? await desk.ByKeyAsync(brand, new PersonKey(PersonKeyKind.Digits, digits), cancellation) : null,
            { Reference: { } reference } => errors.Check(!string.IsNullOrWhiteSpace(reference), "reference", "is blank.")
                ? await desk.ByKeyAsync(brand, new PersonKey(PersonKeyKind.Reference, reference.Trim()), cancellation) : null,
            { Person: { } person } => desk.ByToken(brand.AccountSid, person, errors),
            _ => desk.ByNumber(brand.AccountSid, body, errors),
        };
        return errors.Any ? Problems.Invalid(errors.ToDictionary()) : TypedResults.Json(new PersonSearchResponse(found ?? []), ApiJson.Written.PersonSearchResponse);
    }

    private async Task<IReadOnlyList<FoundPerson>> ByKeyAsync(Brand brand, PersonKey key, CancellationToken cancellation) =>
        [.. (await people.FindAsync(brand.AccountSid, brand.Id, key, cancellation)).Select(p => new FoundPerson(tokens.Of(brand.AccountSid, p.Recipient), p.Recipient, p.At))];

    private IReadOnlyList<FoundPerson> ByToken(string accountSid, string person, FieldErrors errors)
    {
        var recipient = tokens.Open(accountSid, person);
        errors.Check(recipient is not null, "person", "is none of this account's.");
        return recipient is null ? [] : [new FoundPerson(person, recipient)];
    }

    private IReadOnlyList<FoundPerson> ByNumber(string accountSid, PersonSearch asked, FieldErrors errors)
    {
        var text = asked.Recipient!;
        if (asked.Country is { } country && !text.Contains('+', StringComparison.Ordinal))
        {
            text = LocalNumber.International(text, country, out var wrong) ?? "";
            if (wrong is not null)
            {
                errors.Add(wrong == LocalNumber.UnknownCountry ? "country" : "recipient", wrong);
                return [];
            }
        }

        return errors.Recipient("recipient", text) is { } address ? [new FoundPerson(tokens.Of(accountSid, address.Value), address.Value)] : [];
    }
}

/// <summary>Whom a brand looks for.</summary>
internal sealed record AskedPerson(Brand Brand, PersonSearch Search) : IApiRequest<AskedPerson>
{
    public static async ValueTask<AskedPerson?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.PersonSearch) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var given = new[] { body.Recipient, body.Last4, body.Reference, body.Person }.Count(value => value is not null);
        request.Errors.Check(given == 1, "recipient", "or last4, reference or person: exactly one of them is looked for.");
        request.Errors.Check(body.Country is null || body.Recipient is not null, "country", "goes with recipient, and only with it.");
        return new(brand, body);
    }
}
