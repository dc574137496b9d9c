namespace OptOut;

/// <summary>Finds people by the last digits of their number or by the customer's own reference.</summary>
public sealed class FindPeople(IPersonIndex index, IRecipientStore store)
{
    /// <summary>More would help nobody who looks for one person.</summary>
    public const int MaxFound = 100;

    /// <summary>
    /// Who is under the key, the newest entry first. An entry whose person was purged, or whose reference was erased, is taken out on the
    /// way.
    /// </summary>
    public async Task<IReadOnlyList<IndexedPerson>> FindAsync(
        string accountSid,
        string brand,
        PersonKey key,
        CancellationToken cancellation
    )
    {
        var found = new List<IndexedPerson>();
        await foreach (var person in index.FindPeopleAsync(accountSid, brand, key, cancellation))
        {
            var state = (
                await store.ReadAsync(new RecipientKey(accountSid, RecipientAddress.FromStored(person.Recipient)), cancellation)
            ).State;
            if (!state.Brands.ContainsKey(brand) || (key.Kind == PersonKeyKind.Reference && state.Erased?.At >= person.At))
            {
                await index.RemovePersonAsync(accountSid, brand, key, person.Recipient, cancellation);
                continue;
            }

            found.Add(person);
            if (found.Count == MaxFound)
            {
                break;
            }
        }

        return [.. found.OrderByDescending(p => p.At).ThenBy(p => p.Recipient, StringComparer.Ordinal)];
    }
}
