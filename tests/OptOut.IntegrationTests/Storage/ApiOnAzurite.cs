using System.Reflection;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OptOut.Azure;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>
/// The API on Kestrel in this process, over a table of its own on a real Azurite, for tests that look at the table too. Its clock stands
/// still, so nothing reads in the background.
/// </summary>
internal sealed class ApiOnAzurite : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApiOnAzurite(WebApplication app) => this.app = app;

    public TableClient Table => Get<AccountTables>().Of(ApiHost.Sid(0));

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A client with the account's admin key.</summary>
    public HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        http.DefaultRequestHeaders.Add("x-api-key", "admin-0");
        return http;
    }

    public static async Task<ApiOnAzurite> StartAsync(
        AzuriteFixture azurite,
        IReadOnlyDictionary<string, string> more,
        params HttpPipelinePolicy[] policies
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            ApiHost.Settings(1).Select(s => new KeyValuePair<string, string?>(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value))
        );
        builder.Configuration.AddInMemoryCollection(more.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var storage = await azurite.ConnectionStringAsync();
        builder
            .Services.AddSingleton<TimeProvider>(new FakeTimeProvider(StoreFacts.Start))
            .AddOptOut(builder.Configuration)
            .AddRecipientStore(storage, new Dictionary<string, string>(StringComparer.Ordinal))
            .AddSingleton(new AccountTables(await azurite.NewTableAsync(policies)))
            .AddFollowUpQueue(builder.Configuration, storage)
            .AddConsentEvents(builder.Configuration)
            .AddSingleton(DispatchProxy.Create<ITwilioSettings, EndlessStore>());
        var built = builder.Build();
        await built.Services.CreateStorageAsync(TestContext.Current.CancellationToken);
        built.UseOptOut();
        built.MapOptOut();
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new ApiOnAzurite(built);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
