using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OptOut.Azure;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>The use cases over a table of their own on a real Azurite, without HTTP, at a time that the test sets.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Gate(ServiceProvider services, FakeTimeProvider time) => (_services, Time) = (services, time);

    public FakeTimeProvider Time { get; }

    public TableClient Table => Get<AccountTables>().Of(StoreFacts.Sid);

    public IRecipientStore Store => Get<IRecipientStore>();

    public Policy Policy => Get<Policy>();

    public Account Account => Policy.Accounts[StoreFacts.Sid];

    public Brand Brand => Account.Brands["acme"];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static Task<Gate> OpenAsync(AzuriteFixture azurite, params HttpPipelinePolicy[] policies) =>
        OpenAsync(azurite, _ => { }, policies);

    /// <param name="azurite">Where it is stored.</param>
    /// <param name="more">Services that take the place of its own.</param>
    /// <param name="policies">Between the client of the table and the wire.</param>
    public static async Task<Gate> OpenAsync(AzuriteFixture azurite, Action<IServiceCollection> more, params HttpPipelinePolicy[] policies)
    {
        var table = await azurite.NewTableAsync(policies);
        var time = new FakeTimeProvider(StoreFacts.Start);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["OptOut:PublicBaseUrl"] = "https://optout.example",
                    ["OptOut:Accounts:0:Sid"] = StoreFacts.Sid,
                    ["OptOut:Accounts:0:AuthTokens:0"] = "token",
                    ["OptOut:Accounts:0:Brands:0:Id"] = "acme",
                    ["OptOut:Accounts:0:Brands:0:Name"] = "Acme Clinics",
                    ["OptOut:Accounts:0:Brands:0:Senders:0:Address"] = "+14155550100",
                    ["OptOut:Accounts:0:Brands:0:Campaigns:0:Id"] = "reminders",
                    ["OptOut:Accounts:0:Brands:0:Campaigns:0:QuietHours"] = "Off",
                    ["OptOut:Accounts:0:Brands:0:Campaigns:0:Keywords:0"] = "JOIN",
                    ["OptOut:Accounts:0:Brands:0:Campaigns:0:CallToAction"] = "Text JOIN for reminders",
                }
            )
            .Build();
        var registered = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddOptOut(configuration)
            .AddSingleton(new AccountTables(table))
            .AddRecipientTables()
            .AddFollowUpQueue(configuration, await azurite.ConnectionStringAsync())
            .AddConsentEvents(configuration);
        more(registered);
        var services = registered.BuildServiceProvider();
        await services.CreateStorageAsync(TestContext.Current.CancellationToken);
        return new Gate(services, time);
    }

    /// <summary>An inbound message that arrives now.</summary>
    public Inbound Message(string sid, string body, string from = "+14155552671")
    {
        var (brand, sender) = Account.FindSender("+14155550100")!.Value;
        return new Inbound
        {
            MessageSid = sid,
            Account = Account,
            Brand = brand,
            Sender = sender,
            Recipient = RecipientAddress.FromTwilio(from)!,
            From = from,
            Body = body,
            ReceivedAt = Time.GetUtcNow(),
        };
    }

    public Task<Receipt?> TextAsync(string sid, string body, string from = "+14155552671") =>
        Get<ReceiveMessage>().HandleAsync(Message(sid, body, from), CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
