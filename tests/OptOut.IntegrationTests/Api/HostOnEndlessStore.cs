using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>The API on Kestrel in this process, over a store whose list has no end and which tells how far it was read.</summary>
internal sealed class HostOnEndlessStore : IAsyncDisposable
{
    private readonly WebApplication app;

    private HostOnEndlessStore(WebApplication app, EndlessStore store) => (this.app, Store) = (app, store);

    public EndlessStore Store { get; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<HostOnEndlessStore> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            ApiHost
                .Settings(1)
                .Append(new("OptOut__Storage", "nowhere"))
                .Select(setting => new KeyValuePair<string, string?>(
                    setting.Key.Replace("__", ":", StringComparison.Ordinal),
                    setting.Value
                ))
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = DispatchProxy.Create<IRecipientList, EndlessStore>();
        builder
            .Services.AddOptOut(builder.Configuration)
            .AddSingleton(DispatchProxy.Create<IRecipientStore, EndlessStore>())
            .AddSingleton(store)
            .AddSingleton(DispatchProxy.Create<IFollowUpQueue, EndlessStore>())
            .AddSingleton(DispatchProxy.Create<IEventPublisher, EndlessStore>())
            .AddSingleton(DispatchProxy.Create<IReviewIndex, EndlessStore>())
            .AddSingleton(DispatchProxy.Create<ITwilioSettings, EndlessStore>());
        var built = builder.Build();
        built.UseOptOut();
        built.MapOptOut();
        await built.StartAsync();
        return new HostOnEndlessStore(built, (EndlessStore)store);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>
/// A store with an endless list of people who are opted out. Reading a single recipient finds nothing; nothing else is supported.
/// </summary>
public class EndlessStore : DispatchProxy
{
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int given;

    /// <summary>How many recipients were taken from the list.</summary>
    public int Given => Volatile.Read(ref given);

    /// <summary>Ends when the walk over the list is given up.</summary>
    public Task Left => left.Task;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name switch
        {
            nameof(IRecipientList.ListAsync) => Everybody((CancellationToken)args![2]!),
            nameof(IRecipientStore.ReadAsync) => Task.FromResult(
                new RecipientRecord(Ledger.Empty(((RecipientKey)args![0]!).Recipient.Value), [], null)
            ),
            nameof(IReviewIndex.ListReviewsAsync) => AsyncEnumerable.Empty<IndexedReview>(),
            _ => throw new NotSupportedException(targetMethod.Name),
        };

    private async IAsyncEnumerable<ListedRecipient> Everybody([EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                var number = $"+1415{Interlocked.Increment(ref given):D7}";
                var suppression = new Suppression(
                    DateTimeOffset.UnixEpoch,
                    DateTimeOffset.UnixEpoch,
                    "import",
                    "ev-1",
                    "import",
                    OwnWord: false,
                    DateTimeOffset.UnixEpoch
                );
                yield return new ListedRecipient(
                    Ledger.Empty(number).With("acme", brand => brand with { Suppression = suppression }),
                    number
                );
            }
        }
        finally
        {
            left.TrySetResult();
        }
    }
}
