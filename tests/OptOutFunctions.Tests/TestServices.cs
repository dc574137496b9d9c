using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using OptOut.Http;

namespace OptOutFunctions.Tests;

/// <summary>The use cases of one small account over the given ports.</summary>
internal static class TestServices
{
    public static Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["OptOut:PublicBaseUrl"] = "https://optout.example.org",
        ["OptOut:Accounts:0:Sid"] = LoopbackTwilio.Account,
        ["OptOut:Accounts:0:AuthTokens:0"] = "0123456789abcdef0123456789abcdef",
        ["OptOut:Accounts:0:Brands:0:Id"] = "acme",
        ["OptOut:Accounts:0:Brands:0:Name"] = "Acme Clinics",
        ["OptOut:Accounts:0:Brands:0:Senders:0:Address"] = "+14155550100",
        ["OptOut:Accounts:0:Brands:0:Campaigns:0:Id"] = "reminders",
    };

    public static ServiceProvider With(IRecipientStore? store = null, IFollowUpQueue? queue = null, FollowUpTimes? times = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddProblemDetails();
        services.AddSingleton(_ => new DiagnosticListener("tests"));
        services.AddSingleton(times ?? new FollowUpTimes());
        services.AddOptOut(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        services.AddSingleton(store ?? Mock.Of<IRecipientStore>());
        services.AddSingleton(Mock.Of<ITwilioMessages>());
        services.AddSingleton(queue ?? Mock.Of<IFollowUpQueue>());
        services.AddSingleton(Mock.Of<IEventPublisher>());
        return services.BuildServiceProvider();
    }
}
