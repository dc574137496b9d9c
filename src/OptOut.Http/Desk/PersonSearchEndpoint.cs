using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// Looks for people by what an operator has of them. By POST, because neither a number nor a customer's reference belongs in an address.
/// </summary>
internal sealed class PeopleDesk(FindPeople people, PersonTokens tokens)
{
    /// <summary><c>POST /api/recipients/search</c>.</summary>
    public static async Task<IResult> Search(HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.PersonSearch, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(body!.Brand, out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var given = new[] { body.Recipient, body.Last4, body.Reference, body.Person }.Count(value => value is not null);
        errors.Check(given == 1, "recipient", "or last4, reference or person: exactly one of them is looked for.");
        errors.Check(body.Country is null || body.Recipient is not null, "country", "goes with recipient, and only with it.");
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        IReadOnlyList<FoundPerson>? found = body switch
        {
            { Last4: { } digits } => errors.Check(
                digits.Length == PersonKey.DigitCount && digits.All(char.IsAsciiDigit), "last4", $"is {PersonKey.DigitCount} digits.")
                ? await desk.ByKeyAsync(brand, new PersonKey(PersonKeyKind.Digits, digits), cancellation) : null,
            { Reference: { } reference } => errors.Text("reference", reference) is { } text && !errors.Any
                ? await desk.ByKeyAsync(brand, new PersonKey(PersonKeyKind.Reference, text.Trim()), cancellation) : null,
            { Person: { } person } => desk.ByToken(caller.Account.Sid, person, errors),
            _ => desk.ByNumber(caller.Account.Sid, body, errors),
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
