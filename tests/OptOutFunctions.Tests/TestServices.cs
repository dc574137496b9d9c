using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;
using OptOut.Http;

namespace OptOutFunctions.Tests;

/// <summary>The use cases of one small account over the given ports.</summary>
internal static class TestServices
{
    public const string ApiKey = "key";

    /// <summary>Requests that the key may make at once.</summary>
    public const int Burst = 3;

    public static Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["OptOut:PublicBaseUrl"] = "https://optout.example.org",
            ["OptOut:Accounts:0:Sid"] = LoopbackTwilio.Account,
            ["OptOut:Accounts:0:AuthTokens:0"] = "0123456789abcdef0123456789abcdef",
            ["OptOut:Accounts:0:ApiKeys:0:Hash"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey))),
            ["OptOut:Accounts:0:ApiKeys:0:Permission"] = "admin",
            ["OptOut:RateLimit:PermitsPerSecond"] = "1",
            ["OptOut:RateLimit:Burst"] = Burst.ToString(CultureInfo.InvariantCulture),
            ["OptOut:Accounts:0:Brands:0:Id"] = "acme",
            ["OptOut:Accounts:0:Brands:0:Name"] = "Acme Clinics",
            ["OptOut:Accounts:0:Brands:0:Senders:0:Address"] = "+14155550100",
            ["OptOut:Accounts:0:Brands:0:Campaigns:0:Id"] = "reminders",
            ["OptOut:Accounts:0:Brands:0:Campaigns:0:QuietHours"] = "Off",
        };

    public static ServiceProvider With(IRecipientStore? store = null, IFollowUpQueue? queue = null, FollowUpTimes? times = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddProblemDetails();
        services.AddSingleton(
            Mock.Of<IHostEnvironment>(e => e.ApplicationName == "OptOut" && e.EnvironmentName == Environments.Production)
        );
        services.AddSingleton(_ => new DiagnosticListener("tests"));
        services.AddSingleton(times ?? new FollowUpTimes());
        services.AddOptOut(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        services.AddSingleton(store ?? Mock.Of<IRecipientStore>());
        services.AddSingleton(Mock.Of<IRecipientList>());
        services.AddSingleton(Mock.Of<IAnswerStore>());
        services.AddSingleton(Mock.Of<IConversationStore>());
        services.AddSingleton(Mock.Of<IReconciliationStore>());
        services.AddSingleton(Mock.Of<IStorageProbe>());
        services.AddSingleton(
            Mock.Of<IReviewIndex>(index =>
                index.ListReviewsAsync(It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<CancellationToken>())
                == AsyncEnumerable.Empty<IndexedReview>()
            )
        );
        services.AddSingleton(Mock.Of<ILinkStore>());
        services.AddSingleton(Mock.Of<ITwilioMessages>());
        services.AddSingleton(Mock.Of<ITwilioConsents>());
        services.AddSingleton(Mock.Of<ITwilioSettings>());
        services.AddSingleton(Mock.Of<ITwilioDeactivations>());
        services.AddSingleton(queue ?? Mock.Of<IFollowUpQueue>());
        services.AddSingleton(Mock.Of<IEventPublisher>());
        return services.BuildServiceProvider();
    }
}
