using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace OptOut.Azure;

/// <summary>
/// Audit files as block blobs, <c>{account}/{day}.ndjson</c>. The blocks of a file are sent as its lines come and become a blob by one
/// request at the end, which storage refuses where there is a blob of that name: nothing half-written is ever seen, and none is written
/// over (ADR 0452).
/// </summary>
public sealed class BlobAuditFiles(BlobContainerClient container) : IAuditFiles
{
    /// <summary>A blob takes 50,000 blocks: files of up to 195 GiB.</summary>
    private const int BlockBytes = 4 * 1024 * 1024;

    private static readonly BlobHttpHeaders Headers = new() { ContentType = "application/x-ndjson" };

    /// <summary>The name of a file.</summary>
    public static string NameOf(string accountSid, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{accountSid}/{day:yyyy-MM-dd}.ndjson");

    /// <summary>Makes the container where it is missing; in Azure <c>infra/</c> makes it, with its policy.</summary>
    public Task CreateAsync(CancellationToken cancellation) =>
        StorageFaults.Guarded(() => container.CreateIfNotExistsAsync(cancellationToken: cancellation));

    /// <inheritdoc />
    public Task<bool> HasAsync(string accountSid, DateOnly day, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () => (await Blob(accountSid, day).ExistsAsync(cancellation)).Value);

    /// <inheritdoc />
    public async Task<bool> AddAsync(string accountSid, DateOnly day, IAsyncEnumerable<byte[]> lines, CancellationToken cancellation)
    {
        var blob = Blob(accountSid, day);
        var blocks = new Blocks(blob);
        try
        {
            await foreach (var line in lines.WithCancellation(cancellation))
            {
                await blocks.WriteAsync(line, cancellation);
            }

            return await blocks.CommitAsync(cancellation);
        }
        finally
        {
            blocks.Dispose();
        }
    }

    private BlockBlobClient Blob(string accountSid, DateOnly day) => container.GetBlockBlobClient(NameOf(accountSid, day));

    /// <summary>
    /// One writer's blocks. Their ids begin with random bytes, so that two instances which write the same file at once do not mix their
    /// blocks.
    /// </summary>
    private sealed class Blocks(BlockBlobClient blob) : IDisposable
    {
        private readonly string writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        private readonly List<string> ids = [];
        private readonly byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        private int filled;

        public async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
        {
            await FillAsync(line, cancellation);
            await FillAsync("\n"u8.ToArray(), cancellation);
        }

        public async Task<bool> CommitAsync(CancellationToken cancellation)
        {
            await StageAsync(cancellation);
            try
            {
                await blob.CommitBlockListAsync(
                    ids,
                    new CommitBlockListOptions
                    {
                        HttpHeaders = Headers,
                        Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                    },
                    cancellation
                );
                return true;
            }
            catch (RequestFailedException e) when (IsThere(e))
            {
                return false;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && StorageFaults.IsUnavailable(e))
            {
                throw StorageFaults.Unavailable(e);
            }
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(block);

        private async Task FillAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            while (!bytes.IsEmpty)
            {
                var taken = Math.Min(bytes.Length, BlockBytes - filled);
                bytes[..taken].CopyTo(block.AsMemory(filled));
                bytes = bytes[taken..];
                filled += taken;
                if (filled == BlockBytes)
                {
                    await StageAsync(cancellation);
                }
            }
        }

        private async Task StageAsync(CancellationToken cancellation)
        {
            if (filled == 0)
            {
                return;
            }

            var id = Convert.ToBase64String(
                System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer}-{ids.Count:D6}"))
            );
            try
            {
                using var content = new MemoryStream(block, 0, filled, writable: false);
                await blob.StageBlockAsync(id, content, cancellationToken: cancellation);
            }
            catch (RequestFailedException e) when (IsThere(e))
            {
                // Its policy takes no further block. The commit says the same.
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && StorageFaults.IsUnavailable(e))
            {
                throw StorageFaults.Unavailable(e);
            }

            ids.Add(id);
            filled = 0;
        }

        /// <summary>https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes</summary>
        private static bool IsThere(RequestFailedException e) =>
            e.ErrorCode == BlobErrorCode.BlobAlreadyExists
            || e.ErrorCode == BlobErrorCode.ConditionNotMet
            || e.ErrorCode == "BlobImmutableDueToPolicy";
    }
}
