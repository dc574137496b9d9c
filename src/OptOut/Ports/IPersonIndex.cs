namespace OptOut;

/// <summary>
/// Who is found by the last digits of a number or by the customer's own reference: entries of their own, so that a search walks over nobody
/// else (ADR 0480). An entry may be out of date, so a reader compares it with the person's state. Throws
/// <see cref="DependencyUnavailableException"/> when the store cannot be asked.
/// </summary>
public interface IPersonIndex
{
    /// <summary>Enters somebody under keys; doing it again changes nothing but the time.</summary>
    Task AddPersonAsync(
        string accountSid,
        string brand,
        IReadOnlyCollection<PersonKey> keys,
        IndexedPerson person,
        CancellationToken cancellation
    );

    /// <summary>Everybody of the brand under a key, in no particular order.</summary>
    IAsyncEnumerable<IndexedPerson> FindPeopleAsync(string accountSid, string brand, PersonKey key, CancellationToken cancellation);

    /// <summary>Removes one entry; one that is gone already is no error.</summary>
    Task RemovePersonAsync(string accountSid, string brand, PersonKey key, string recipient, CancellationToken cancellation);
}
