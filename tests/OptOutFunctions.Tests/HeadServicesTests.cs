using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OptOutFunctions.Tests;

/// <summary>What the head needs to start, and what it says when that is not there.</summary>
public sealed class HeadServicesTests
{
    [Theory]
    [InlineData("OptOut:Storage", null)]
    [InlineData("OptOut:Storage", " ")]
    [InlineData("FollowUps", null)]
    [InlineData("FollowUps", " ")]
    [InlineData("FollowUps", "AccountName=a;Acount=b")]
    [InlineData("FollowUps", "No such name")]
    [InlineData("ServiceBus", "sb://bus.example.org")]
    [InlineData("OptOut:PublicBaseUrl", "http://optout.example.org")]
    public void A_setting_that_is_missing_or_wrong_stops_the_start_and_is_named(string key, string? value)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Head(key, value));
        Assert.Contains(wrong.Failures, failure => failure.StartsWith(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceBus", "Endpoint=sb://bus.example.org/;SharedAccessKeyName=k;SharedAccessKey=a2V5")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "bus.example.org")]
    [InlineData("ServiceBus", null)]
    [InlineData("FollowUps:accountName", "optoutfollowups")]
    public async Task Every_function_can_be_made_whether_queue_and_topic_are_reached_by_identity_or_connection_string_or_nobody_subscribes(
        string key,
        string? value
    )
    {
        var services = key.StartsWith("FollowUps", StringComparison.Ordinal) ? Head("FollowUps", null, (key, value!)) : Head(key, value);
        await using var provider = services
            .AddLogging()
            .AddSingleton(_ => new System.Diagnostics.DiagnosticListener("tests"))
            .BuildServiceProvider();
        foreach (
            var functions in typeof(HttpFunctions)
                .Assembly.GetTypes()
                .Where(type =>
                    type.GetMethods().Any(method => method.IsDefined(typeof(Microsoft.Azure.Functions.Worker.FunctionAttribute), false))
                )
        )
        {
            Assert.NotNull(ActivatorUtilities.CreateInstance(provider, functions));
        }
    }

    [Theory]
    [InlineData("ClientId=00000000-0000-0000-0000-000000000001;Authorization=AAD", true)]
    [InlineData(null, false)]
    public async Task Telemetry_goes_by_identity_where_the_host_is_told_so(string? how, bool byIdentity)
    {
        await using var provider = Head(
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
                how,
                ("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000002")
            )
            .BuildServiceProvider();

        Assert.Equal(
            byIdentity,
            provider.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value.Credential
                is Azure.Identity.ManagedIdentityCredential
        );
    }

    /// <summary>
    /// Queue triggers come with a trace that the host did not sample; the line of a dead letter, which an alert waits for, leaves all the
    /// same.
    /// </summary>
    [Fact]
    public async Task A_log_line_leaves_whatever_becomes_of_its_trace()
    {
        await using var provider = Head("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000002")
            .BuildServiceProvider();

        Assert.False(provider.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value.EnableTraceBasedLogsSampler);
    }

    /// <summary>A key that nobody knows is as good as missing.</summary>
    [Theory]
    [InlineData("FollowUp", "UseDevelopmentStorage=true")]
    [InlineData("FollowUps:acountName", "optoutfollowups")]
    [InlineData("FollowUps:accountName", "Opt_Out")]
    public void A_misspelt_setting_of_the_queue_stops_the_start_and_FollowUps_is_named(string key, string value)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Head("FollowUps", null, (key, value)));
        Assert.Contains(wrong.Failures, failure => failure.StartsWith("FollowUps", StringComparison.Ordinal));
    }

    private static IServiceCollection Head(string key, string? value, params (string Key, string Value)[] others)
    {
        var settings = TestServices.Settings;
        (settings["OptOut:Storage"], settings["FollowUps"]) = ("UseDevelopmentStorage=true", "UseDevelopmentStorage=true");
        settings[key] = value;
        foreach (var other in others)
        {
            settings[other.Key] = other.Value;
        }

        return new ServiceCollection().AddHead(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
