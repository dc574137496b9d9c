using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OptOut.Azure;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>A bad setting stops the start and is named.</summary>
public sealed class ConfigurationTests
{
    /// <summary>What is set, to what, and the key that must be named.</summary>
    public static TheoryData<string, string, string> BadSettings =>
        new()
        {
            { "PublicBaseUrl", "http://optout.example.org", "PublicBaseUrl" },
            { "PublicBaseUrl", "optout.example.org", "PublicBaseUrl" },
            { "PublicBaseUrl", "https://optout.example.org?x=1", "PublicBaseUrl" },
            { "PublicBaseUrl", "", "PublicBaseUrl" },
            { "Retention", "5 years", "Retention" },
            { "Retention", "P0D", "Retention" },
            { "Retention", "-P5Y", "Retention" },
            { "Frobnicate", "1", "Frobnicate" },
            { "Storage", "not a storage account", "Storage" },
            { "Storage", "AccountName=optout", "Storage" },
            { "Storage", "DefaultEndpointsProtocol=https;AccountName=optout;AccountKey=???;EndpointSuffix=core.windows.net", "Storage" },
            { "Storage", "TableEndpoint=optout;SharedAccessSignature=sv=1", "Storage" },
            { "Accounts:0:Storage", "not a storage account", "Accounts:0:Storage" },
            { "Accounts:0:Sid", "AC123", "Accounts:0:Sid" },
            { "Accounts:0:Sid", "", "Accounts:0:Sid" },
            { "Accounts:1:Sid", "ACc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0", "Accounts:1:Sid" },
            { "Accounts:0:AuthTokens:0", "", "Accounts:0:AuthTokens:0" },
            { "Accounts:0:ApiKeys:0:Hash", "contract-read", "Accounts:0:ApiKeys:0:Hash" },
            { "Accounts:0:ApiKeys:0:Hash", "", "Accounts:0:ApiKeys:0:Hash" },
            { "Accounts:0:ApiKeys:0:Permission", "root", "Accounts:0:ApiKeys:0:Permission" },
            { "Accounts:0:ApiKeys:0:Permission", "2", "Accounts:0:ApiKeys:0:Permission" },
            { "Accounts:0:Colour", "red", "Colour" },
            { "Accounts:0:Brands:0:Id", "", "Accounts:0:Brands:0:Id" },
            { "Accounts:0:Brands:0:Id", "acme/clinics", "Accounts:0:Brands:0:Id" },
            { "Accounts:0:Brands:1:Id", "acme", "Accounts:0:Brands:1:Id" },
            { "Accounts:0:Brands:0:Name", "", "Accounts:0:Brands:0:Name" },
            { "Accounts:0:Brands:0:Senders:0:Address", "4155550100", "Accounts:0:Brands:0:Senders:0:Address" },
            { "Accounts:0:Brands:0:Senders:0:Address", "MG1234567890", "Accounts:0:Brands:0:Senders:0:Address" },
            { "Accounts:0:Brands:1:Senders:0:Address", "+14155550160", "Accounts:0:Brands:1:Senders:0:Address" },
            { "Accounts:0:Brands:0:Senders:1:Address", "+14155550160", "Accounts:0:Brands:0:Senders:1:Address" },
            { "Accounts:0:Brands:0:Senders:0:OptOutHandledBy", "Nobody", "Accounts:0:Brands:0:Senders:0:OptOutHandledBy" },
            { "Accounts:0:Brands:0:OptOutHandledBy", "Us", "Accounts:0:Brands:0:OptOutHandledBy" },
            { "Accounts:0:Brands:0:OptOutText", "You are unsubscribed.", "Accounts:0:Brands:0:OptOutText" },
            { "Accounts:0:Brands:0:OptInText", "Welcome. Reply STOP to unsubscribe.", "Accounts:0:Brands:0:OptInText" },
            { "Accounts:0:Brands:0:OptInText", "Welcome to Acme Clinics.", "Accounts:0:Brands:0:OptInText" },
            { "Accounts:0:Brands:0:HelpText", "Acme Clinics: call us.", "Accounts:0:Brands:0:HelpText" },
            { "Accounts:0:Brands:0:FreeTextOptOut", "Maybe", "Accounts:0:Brands:0:FreeTextOptOut" },
            { "Accounts:0:Brands:0:ConversationWindow", "24h", "Accounts:0:Brands:0:ConversationWindow" },
            { "Accounts:0:Brands:0:DefaultCampaign", "nope", "Accounts:0:Brands:0:DefaultCampaign" },
            { "Accounts:0:Brands:0:DefaultCampaign", "reminders", "Accounts:0:Brands:0:DefaultCampaign" },
            { "Accounts:0:Brands:0:ConfirmWithin", "5 minutes", "Accounts:0:Brands:0:ConfirmWithin" },
            { "Accounts:0:Brands:0:ReplyAfterOptOut", "Sometimes", "Accounts:0:Brands:0:ReplyAfterOptOut" },
            { "Accounts:0:StopScope", "Campaign", "Accounts:0:StopScope" },
            { "Accounts:0:Brands:0:ForwardUrl", "http://acme.example/in", "Accounts:0:Brands:0:ForwardUrl" },
            { "Accounts:0:Brands:0:ForwardUrl", "not a url", "Accounts:0:Brands:0:ForwardUrl" },
            { "Accounts:0:Brands:0:Suspended", "perhaps", "Accounts:0:Brands:0:Suspended" },
            { "Accounts:0:Brands:0:Keywords:Greeting:0", "HELLO", "Accounts:0:Brands:0:Keywords:Greeting" },
            { "Accounts:0:Brands:0:Keywords:OptIn:0", "Stop!", "Accounts:0:Brands:0:Keywords:OptIn:0" },
            { "Accounts:0:Brands:0:Campaigns:1:Id", "reminders", "Accounts:0:Brands:0:Campaigns:1:Id" },
            { "Accounts:0:Brands:0:Campaigns:1:Keywords:0", "STOP", "Accounts:0:Brands:0:Campaigns:1:Keywords:0" },
            { "Accounts:0:Brands:0:Campaigns:1:Keywords:0", "yes", "Accounts:0:Brands:0:Campaigns:1:Keywords:0" },
            { "Accounts:0:Brands:0:Campaigns:1:Keywords:0", "N-E-W-S", "Accounts:0:Brands:0:Campaigns:" },
            { "Accounts:0:Brands:0:Campaigns:1:Keywords:0", "!!!", "Accounts:0:Brands:0:Campaigns:1:Keywords:0" },
            { "Accounts:0:Brands:0:Campaigns:1:CallToAction", "", "Accounts:0:Brands:0:Campaigns:1:CallToAction" },
            { "Accounts:0:Brands:0:Campaigns:0:Content", "fireworks", "Accounts:0:Brands:0:Campaigns:0:Content" },
            { "Accounts:0:Brands:0:Campaigns:0:DoubleOptInWindow", "PT", "Accounts:0:Brands:0:Campaigns:0:DoubleOptInWindow" },
            { "Accounts:0:Brands:0:Campaigns:0:ReconfirmAfter", "30", "Accounts:0:Brands:0:Campaigns:0:ReconfirmAfter" },
            { "Accounts:0:Brands:0:Campaigns:0:ReconfirmEvery", "P1X", "Accounts:0:Brands:0:Campaigns:0:ReconfirmEvery" },
            { "Accounts:0:Brands:0:Campaigns:0:RemindEvery", "PT0S", "Accounts:0:Brands:0:Campaigns:0:RemindEvery" },
            {
                "Accounts:0:Brands:0:Campaigns:0:PriorRelationshipWindow",
                "P9999999Y",
                "Accounts:0:Brands:0:Campaigns:0:PriorRelationshipWindow"
            },
            { "Accounts:0:Brands:0:Campaigns:0:Recurring", "often", "Accounts:0:Brands:0:Campaigns:0:Recurring" },
            { "Accounts:1:ApiKeys:0:Hash", KnownHash, "Accounts:1:ApiKeys:0:Hash" },
            { "Accounts:0:Brands:0:Senders:0:Address", "whatsapp:4155550100", "Accounts:0:Brands:0:Senders:0:Address" },
            { "Accounts:0:Brands:0:Senders:0:Address", "fax:+14155550199", "Accounts:0:Brands:0:Senders:0:Address" },
        };

    /// <summary>That of an account's key in <c>contract.json</c>.</summary>
    private static string KnownHash => Head.Settings()["OptOut__Accounts__0__ApiKeys__0__Hash"];

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void A_bad_setting_is_refused_and_named(string key, string value, string named)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => OptOutServices.ReadPolicy(Configuration(($"OptOut:{key}", value))));
        Assert.Contains(refused.Failures, f => f.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void The_contracts_own_settings_are_good() => Assert.Equal(3, OptOutServices.ReadPolicy(Configuration()).Accounts.Count);

    /// <summary>The settings of <c>contract.json</c>, some of them otherwise.</summary>
    private static IConfiguration Configuration(params (string Key, string Value)[] otherwise) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                Head.Settings().Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value))
            )
            .AddInMemoryCollection(otherwise.Select(o => KeyValuePair.Create(o.Key, (string?)o.Value)))
            .Build();

    /// <summary>The same through a real process and its environment: all that is wrong is told at once, and nothing is started.</summary>
    [Fact]
    public async Task A_host_with_bad_settings_does_not_start_and_names_each()
    {
        using var data = new TemporaryDirectory();
        var settings = Head.Settings();
        // An unknown key ends the reading before the others are looked at.
        foreach (
            var (key, value, _) in BadSettings.Select(row => row.Data).Where(row => row.Item1 is not ("Frobnicate" or "Accounts:0:Colour"))
        )
        {
            settings["OptOut__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        await using var host = HostProcess.Launch(data.Path, settings);
        await Assert.ThrowsAsync<InvalidOperationException>(host.ListeningAsync);
        Assert.NotEqual(0, await host.EndedAsync());
        // Not the texts: without its name, which is one of the faults, a brand cannot be missed in them.
        foreach (
            var key in (string[])
                [
                    "PublicBaseUrl",
                    "Retention",
                    "Accounts:0:Sid",
                    "Accounts:0:ApiKeys:0:Hash",
                    "Campaigns:0:Content",
                    "Brands:0:DefaultCampaign",
                ]
        )
        {
            Assert.Contains(key, host.Output, StringComparison.Ordinal);
        }

        Assert.Null(HostProcess.AzuriteOf(data.Path));
    }

    [Theory]
    [InlineData("OptOut__Frobnicate", "1", "Frobnicate")]
    [InlineData("OptOut__Accounts__0__Brands__1__Senders__0__Address", "+14155550160", "Accounts:0:Brands:1:Senders:0:Address")]
    public async Task A_host_with_one_bad_setting_does_not_start_and_names_it(string name, string value, string named)
    {
        using var data = new TemporaryDirectory();
        var settings = Head.Settings();
        settings[name] = value;
        await using var host = HostProcess.Launch(data.Path, settings);
        await Assert.ThrowsAsync<InvalidOperationException>(host.ListeningAsync);
        Assert.NotEqual(0, await host.EndedAsync());
        Assert.Contains(named, host.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// What the start takes for a connection string, Azure's own clients take too, and the other way round: nothing is left to crash later.
    /// </summary>
    [Theory]
    [InlineData("UseDevelopmentStorage=true", true)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=optout;AccountKey=a2V5Cg==;EndpointSuffix=core.windows.net", true)]
    [InlineData("AccountName=optout;AccountKey=a2V5Cg==", true)]
    [InlineData(
        "AccountName=optout;AccountKey=a2V5Cg==;TableEndpoint=http://127.0.0.1:10002/optout;QueueEndpoint=http://127.0.0.1:10001/optout;",
        true
    )]
    [InlineData(
        "TableEndpoint=https://optout.table.core.windows.net;QueueEndpoint=https://optout.queue.core.windows.net;SharedAccessSignature=sv=2019-02-02&sig=a%3D",
        true
    )]
    [InlineData("AccountName=optout", false)]
    [InlineData("AccountName=optout;AccountKey=", false)]
    [InlineData("AccountName=optout;AccountKey=???", false)]
    [InlineData("TableEndpoint=https://optout.table.core.windows.net", false)]
    [InlineData("TableEndpoint=https://optout.table.core.windows.net;AccountKey=a2V5Cg==", false)]
    [InlineData("AccountKey=a2V5Cg==;AccountName", false)]
    public void A_connection_string_is_good_where_Azures_clients_take_it(string storage, bool good)
    {
        var ours = Record.Exception(() => OptOutServices.ReadPolicy(Configuration(("OptOut:Storage", storage))));
        var theirs = Record.Exception(() => new TableClient(storage, AccountTables.TableName));

        Assert.Equal(good, ours is null);
        Assert.Equal(good, theirs is null);
        Assert.DoesNotContain("???", ours?.Message ?? "", StringComparison.Ordinal);
    }
}
