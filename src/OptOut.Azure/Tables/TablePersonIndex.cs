using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>People by the last digits of their number and by the customer's reference, a partition a key: a search is one query.</summary>
public sealed class TablePersonIndex(AccountTables tables) : IPersonIndex
{
    public Task AddPersonAsync(
        string accountSid,
        string brand,
        IReadOnlyCollection<PersonKey> keys,
        IndexedPerson person,
        CancellationToken cancellation
    ) =>
        Task.WhenAll(
            keys.Select(key =>
                Guarded(() =>
                    tables
                        .Of(accountSid)
                        .UpsertEntityAsync(
                            new TableEntity(IndexKeys.People(accountSid, brand, key), IndexKeys.Person(brand, key, person.Recipient))
                            {
                                [TableRows.Data] = TableRows.Bytes(person, OptOutJson.Default.IndexedPerson),
                            },
                            TableUpdateMode.Replace,
                            cancellation
                        )
                )
            )
        );

    public async IAsyncEnumerable<IndexedPerson> FindPeopleAsync(
        string accountSid,
        string brand,
        PersonKey key,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {IndexKeys.People(accountSid, brand, key)}");
        await foreach (
            var row in Guarded(tables.Of(accountSid).QueryAsync<TableEntity>(filter, cancellationToken: cancellation), cancellation)
        )
        {
            yield return TableRows.Read(row, TableRows.Data, OptOutJson.Default.IndexedPerson)!;
        }
    }

    public Task RemovePersonAsync(string accountSid, string brand, PersonKey key, string recipient, CancellationToken cancellation) =>
        Guarded(() =>
            tables
                .Of(accountSid)
                .DeleteEntityAsync(
                    IndexKeys.People(accountSid, brand, key),
                    IndexKeys.Person(brand, key, recipient),
                    ETag.All,
                    cancellation
                )
        );
}
