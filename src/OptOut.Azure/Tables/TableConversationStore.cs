using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>Conversations, a row for each.</summary>
public sealed class TableConversationStore(AccountTables tables) : IConversationStore
{
    public async Task<ConversationBinding?> ReadAsync(string accountSid, string conversationSid, CancellationToken cancellation) =>
        await tables.Of(accountSid).FindOnlyAsync(TableKeys.BindingPartition(accountSid, conversationSid), cancellation) is { } row
            ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.ConversationBinding)! with
            {
                Version = row.ETag.ToString(),
            }
            : null;

    public async Task<Commit> BindAsync(
        string accountSid,
        string conversationSid,
        ConversationBinding binding,
        CancellationToken cancellation
    )
    {
        var table = tables.Of(accountSid);
        var row = TableRows.Only(TableKeys.BindingPartition(accountSid, conversationSid), binding, OptOutJson.Default.ConversationBinding);
        try
        {
            _ = binding.Version is { } version
                ? await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellation)
                : await table.AddEntityAsync(row, cancellation);
            return Commit.Done;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return Commit.Stale;
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            throw Unavailable(e);
        }
    }
}
