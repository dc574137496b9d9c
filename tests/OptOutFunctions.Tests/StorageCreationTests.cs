using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OptOut.Azure;

namespace OptOutFunctions.Tests;

/// <summary>The head comes up whether or not storage does.</summary>
public sealed class StorageCreationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_while_storage_is_away_ends_nothing_and_is_made_good_once_it_is_back()
    {
        var table = new Mock<TableClient>();
        table
            .SetupSequence(t => t.CreateIfNotExistsAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AggregateException(new RequestFailedException("Connection refused (127.0.0.1:10002)")))
            .ThrowsAsync(new AuthenticationFailedException("The identity endpoint does not answer."))
            .ThrowsAsync(new RequestFailedException(403, "The role has not arrived yet."))
            .ReturnsAsync(Mock.Of<Response<TableItem>>());
        await using var services = new ServiceCollection().AddSingleton(new AccountTables(table.Object)).BuildServiceProvider();
        var time = new FakeTimeProvider();
        using var creation = new StorageCreation(services, time, NullLogger<StorageCreation>.Instance);

        await creation.StartAsync(Cancellation);
        while (!creation.ExecuteTask!.IsCompleted)
        {
            time.Advance(StorageCreation.RetryDelay);
            await Task.Yield();
        }

        await creation.ExecuteTask;
        table.Verify(t => t.CreateIfNotExistsAsync(It.IsAny<CancellationToken>()), Times.Exactly(4));
    }

    [Fact]
    public async Task A_head_that_is_told_to_end_tries_no_longer()
    {
        var table = new Mock<TableClient>();
        table.Setup(t => t.CreateIfNotExistsAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new RequestFailedException("no"));
        await using var services = new ServiceCollection().AddSingleton(new AccountTables(table.Object)).BuildServiceProvider();
        using var creation = new StorageCreation(services, new FakeTimeProvider(), NullLogger<StorageCreation>.Instance);

        await creation.StartAsync(Cancellation);
        await creation.StopAsync(Cancellation);

        Assert.True(creation.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Storage_that_the_identity_cannot_sign_in_to_is_unavailable()
    {
        var storage = new TableStorageProbe(
            new(new TableClient(new Uri("https://optout.table.core.windows.net"), AccountTables.TableName, new NoIdentity()))
        );

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => storage.ProbeAsync(Cancellation));
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("no");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("no");
    }
}
