using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.Azure;
using OptOut.Http;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Two local hosts in this process on one store in a real Azurite, both with the same bug.</summary>
internal sealed partial class PlantedHosts : IAsyncDisposable
{
    private const int Count = 2;
    private readonly TemporaryDirectory data = new();
    private readonly List<WebApplication> apps = [];

    public Uri[] Addresses =>
        [
            .. apps.Select(app => new Uri(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            )),
        ];

    public MessageLog Messages => apps[0].Services.GetRequiredService<MessageLog>();

    public static async Task<PlantedHosts> StartAsync(string storage, PlantedBug bug, TimeSpan gap)
    {
        var hosts = new PlantedHosts();
        var table = "Planted" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        for (var i = 0; i < Count; i++)
        {
            var app = hosts.Build(storage, table, bug, gap);
            hosts.apps.Add(app);
            await app.Services.CreateStorageAsync(CancellationToken.None);
            await app.StartAsync();
        }

        return hosts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }

        data.Dispose();
    }

    /// <summary>As the local host's own program does it.</summary>
    private WebApplication Build(string storage, string table, PlantedBug bug, TimeSpan gap)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddDemoAccount();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton(
            new FollowUpTimes
            {
                Due = gap,
                SearchGap = gap,
                MaxBackoff = gap * 2,
            }
        );
        services
            .AddOptOut(builder.Configuration)
            .AddRecipientStore(storage, new Dictionary<string, string>(StringComparer.Ordinal))
            .AddSingleton(new AccountTables(AzureStorage.Table(storage, table, AzureStorage.TableOptions())))
            .AddFollowUpQueue(builder.Configuration, storage)
            .AddFollowUpWorker()
            .AddConsentEvents(builder.Configuration);
        Crashes.AddTo(services);
        services.AddPhone(
            data.Path,
            provider => provider.GetRequiredService<Policy>().Simulate(builder.Configuration[DemoAccount.KeySetting])
        );
        Plant(services, bug);
        var app = builder.Build();
        if (bug == PlantedBug.AsOfIsTooLate)
        {
            app.Use(AsOfNowAsync);
        }

        app.MapPhone();
        app.UseOptOut();
        app.MapOptOut();
        return app;
    }

    private static void Plant(IServiceCollection services, PlantedBug bug)
    {
        services.AddSingleton<IRecipientStore>(provider => new PlantedStore(
            new TableRecipientStore(provider.GetRequiredService<AccountTables>()),
            bug
        ));
        services.AddSingleton<IRecipientList>(provider => new PlantedList(
            new TableRecipientList(provider.GetRequiredService<AccountTables>()),
            bug
        ));
        if (bug == PlantedBug.CheckReadsOldState)
        {
            services.AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<CheckSend>(provider, new OldStates(provider.GetRequiredService<IRecipientStore>()))
            );
        }
        else if (bug == PlantedBug.ConfirmationIsSentAgain)
        {
            services.AddSingleton<SimulatedTwilioMessages>();
            services.AddSingleton(provider => ForgetfulTwilio.Of(provider.GetRequiredService<SimulatedTwilioMessages>()));
        }
    }

    /// <summary>A list says that it is as of when it was asked for.</summary>
    private static async Task AsOfNowAsync(HttpContext context, RequestDelegate next)
    {
        if (
            context.Request.Path != "/api/suppressions"
            || !HttpMethods.IsGet(context.Request.Method)
            || !context.Request.Query.ContainsKey("since")
        )
        {
            await next(context);
            return;
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var (body, own) = (new MemoryStream(), context.Response.Body);
        context.Response.Body = body;
        await next(context);
        context.Response.Body = own;
        var text = AsOf().Replace(Encoding.UTF8.GetString(body.ToArray()), $"\"asOf\":\"{now}\"");
        await context.Response.WriteAsync(text);
    }

    [GeneratedRegex("\"asOf\":\"[^\"]*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex AsOf();
}
