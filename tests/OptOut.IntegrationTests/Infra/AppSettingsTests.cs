namespace OptOut.IntegrationTests;

/// <summary>The accounts parameter becomes the settings of the app, name for name.</summary>
public class AppSettingsTests
{
    private const string Everything = """
        [
          {
            "sid": "AC00000000000000000000000000000009", "suspended": true, "storage": "customer9", "stopScope": "Account", "syncToTwilio": "Both", "requireDecision": true,
            "webhooks": [{ "url": "https://acme.example/hooks", "secretName": "hook-acme" }],
            "apiKeys": [{ "hash": "1111111111111111111111111111111111111111111111111111111111111111", "permission": "read" },
                        { "hash": "2222222222222222222222222222222222222222222222222222222222222222", "permission": "admin" }],
            "brands": [{
              "id": "acme", "name": "Acme Clinics", "optOutHandledBy": "Carrier", "optOutText": "t1", "optInText": "t2", "helpText": "t3",
              "freeTextOptOut": "Review", "conversationWindow": "PT12H", "defaultCampaign": "news", "forwardUrl": "https://acme.example/in",
              "supportContact": "help@acme.example", "suspended": false, "optOutTexts": { "es": "t4" }, "optInTexts": { "es": "t5" }, "helpTexts": { "es": "t6" },
              "language": "es", "clarification": true, "confirmWithin": "PT4M", "replyAfterOptOut": "Never", "reviewWithin": "P5D",
              "domains": ["acme.example"], "maxSenders": 2, "quietHours": "9-20",
              "senders": [{ "address": "+14155550100", "optOutHandledBy": "Twilio" }, { "address": "whatsapp:+14155550101" }],
              "campaigns": [{
                "id": "news", "content": "alcohol", "purpose": "marketing", "description": "News", "quietHours": "Off", "senders": ["+14155550100"],
                "countries": ["US"], "max": 4, "per": "P1M", "recurring": true, "keywords": ["JOIN", "NEWS"], "callToAction": "Text JOIN", "doubleOptIn": true,
                "doubleOptInWindow": "PT6H", "reconfirmAfter": "P20D", "reconfirmEvery": "P180D", "remindEvery": "P15D",
                "priorRelationshipWindow": "P60D", "suspended": true }, { "id": "alerts" }]
            }]
          },
          { "sid": "AC0000000000000000000000000000000a", "apiKeys": [], "brands": [{ "id": "b", "name": "B", "senders": [{ "address": "55555" }] }] }
        ]
        """;

    [Fact]
    public async Task Every_field_of_an_account_becomes_the_setting_the_app_reads()
    {
        var deployment = await PredictedDeployment.OfAsync("probe.bicepparam", Probe(Everything));
        var settings = deployment.Outputs["settings"]!
            .AsArray()
            .ToDictionary(s => (string)s!["name"]!, s => (string)s!["value"]!, StringComparer.Ordinal);

        const string a = "OptOut__Accounts__0__",
            b = a + "Brands__0__",
            c = b + "Campaigns__0__",
            second = "OptOut__Accounts__1__";
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [a + "Sid"] = "AC00000000000000000000000000000009",
                [a + "Suspended"] = "true",
                [a + "Storage"] = "customer9",
                [a + "RequireDecision"] = "true",
                [a + "StopScope"] = "Account",
                [a + "SyncToTwilio"] = "Both",
                [a + "Webhooks__0__Url"] = "https://acme.example/hooks",
                [a + "Webhooks__0__Secret"] = "@Microsoft.KeyVault(VaultName=kv-probe;SecretName=hook-acme)",
                [a + "AuthTokens__0"] =
                    "@Microsoft.KeyVault(VaultName=kv-probe;SecretName=auth-token-primary-AC00000000000000000000000000000009)",
                [a + "AuthTokens__1"] =
                    "@Microsoft.KeyVault(VaultName=kv-probe;SecretName=auth-token-secondary-AC00000000000000000000000000000009)",
                [a + "ApiKeys__0__Hash"] = new('1', 64),
                [a + "ApiKeys__0__Permission"] = "read",
                [a + "ApiKeys__1__Hash"] = new('2', 64),
                [a + "ApiKeys__1__Permission"] = "admin",
                [b + "Id"] = "acme",
                [b + "Name"] = "Acme Clinics",
                [b + "OptOutHandledBy"] = "Carrier",
                [b + "OptOutText"] = "t1",
                [b + "OptInText"] = "t2",
                [b + "HelpText"] = "t3",
                [b + "OptOutTexts__es"] = "t4",
                [b + "OptInTexts__es"] = "t5",
                [b + "HelpTexts__es"] = "t6",
                [b + "Language"] = "es",
                [b + "Clarification"] = "true",
                [b + "ConfirmWithin"] = "PT4M",
                [b + "ReplyAfterOptOut"] = "Never",
                [b + "ReviewWithin"] = "P5D",
                [b + "Domains__0"] = "acme.example",
                [b + "MaxSenders"] = "2",
                [b + "QuietHours"] = "9-20",
                [b + "FreeTextOptOut"] = "Review",
                [b + "ConversationWindow"] = "PT12H",
                [b + "DefaultCampaign"] = "news",
                [b + "ForwardUrl"] = "https://acme.example/in",
                [b + "SupportContact"] = "help@acme.example",
                [b + "Suspended"] = "false",
                [b + "Senders__0__Address"] = "+14155550100",
                [b + "Senders__0__OptOutHandledBy"] = "Twilio",
                [b + "Senders__1__Address"] = "whatsapp:+14155550101",
                [c + "Id"] = "news",
                [c + "Content"] = "alcohol",
                [c + "Purpose"] = "marketing",
                [c + "Description"] = "News",
                [c + "QuietHours"] = "Off",
                [c + "Senders__0"] = "+14155550100",
                [c + "Countries__0"] = "US",
                [c + "Max"] = "4",
                [c + "Per"] = "P1M",
                [c + "Recurring"] = "true",
                [c + "Keywords__0"] = "JOIN",
                [c + "Keywords__1"] = "NEWS",
                [c + "CallToAction"] = "Text JOIN",
                [c + "DoubleOptIn"] = "true",
                [c + "DoubleOptInWindow"] = "PT6H",
                [c + "ReconfirmAfter"] = "P20D",
                [c + "ReconfirmEvery"] = "P180D",
                [c + "RemindEvery"] = "P15D",
                [c + "PriorRelationshipWindow"] = "P60D",
                [c + "Suspended"] = "true",
                [b + "Campaigns__1__Id"] = "alerts",
                [second + "Sid"] = "AC0000000000000000000000000000000a",
                [second + "AuthTokens__0"] =
                    "@Microsoft.KeyVault(VaultName=kv-probe;SecretName=auth-token-primary-AC0000000000000000000000000000000a)",
                [second + "AuthTokens__1"] =
                    "@Microsoft.KeyVault(VaultName=kv-probe;SecretName=auth-token-secondary-AC0000000000000000000000000000000a)",
                [second + "Brands__0__Id"] = "b",
                [second + "Brands__0__Name"] = "B",
                [second + "Brands__0__Senders__0__Address"] = "55555",
            }.OrderBy(s => s.Key, StringComparer.Ordinal),
            settings.OrderBy(s => s.Key, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("\"permission\": \"read\"", "\"permission\": \"owner\"", "accounts[0].apiKeys[0].permission")]
    [InlineData("\"optOutHandledBy\": \"Carrier\"", "\"optOutHandledBy\": \"Nobody\"", "accounts[0].brands[0].optOutHandledBy")]
    [InlineData("\"content\": \"alcohol\"", "\"content\": \"fireworks\"", "accounts[0].brands[0].campaigns[0].content")]
    [InlineData("\"recurring\": true", "\"recuring\": true", "recuring")]
    [InlineData("AC00000000000000000000000000000009", "AC1", "accounts[0].sid")]
    public async Task A_mistake_in_the_accounts_is_found_before_anything_is_deployed(string right, string wrong, string place)
    {
        Assert.Contains(right, Everything, StringComparison.Ordinal);
        var refusal = await PredictedDeployment.RefusalAsync(
            "probe.bicepparam",
            Probe(Everything.Replace(right, wrong, StringComparison.Ordinal))
        );
        Assert.Contains(place, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("test")]
    [InlineData("prod")]
    public async Task The_app_is_told_where_everything_is_by_name_and_identity_never_by_a_key(string environment)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        var ledger = deployment
            .OfType("Microsoft.Storage/storageAccounts")
            .Single(a => ((string)a["name"]!).StartsWith("stledger", StringComparison.Ordinal));
        var settings = Settings(deployment);

        Assert.Equal((string?)ledger["name"], settings["OptOut__Storage"]);
        Assert.StartsWith("https://func-optout-", settings["OptOut__PublicBaseUrl"], StringComparison.Ordinal);
        Assert.StartsWith("stfollow", settings["FollowUps__accountName"], StringComparison.Ordinal);
        Assert.Equal("managedidentity", settings["FollowUps__credential"]);
        Assert.DoesNotContain(settings.Keys, name => name.StartsWith("ServiceBus", StringComparison.Ordinal));
        var publishing = Settings(await PredictedDeployment.WithSubscriberAsync(environment));
        Assert.Equal("managedidentity", publishing["ServiceBus__credential"]);
        Assert.Contains(
            ".outputs.fullyQualifiedNamespace.value",
            publishing["ServiceBus__fullyQualifiedNamespace"],
            StringComparison.Ordinal
        );
        Assert.EndsWith(".outputs.hostName.value]", settings["AzureWebJobsStorage__accountName"], StringComparison.Ordinal);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.EndsWith(".outputs.connectionString.value]", settings["APPLICATIONINSIGHTS_CONNECTION_STRING"], StringComparison.Ordinal);
        Assert.Contains("Authorization=AAD", settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"], StringComparison.Ordinal);
        Assert.Equal(settings["OptOut__PublicBaseUrl"] + "/api/twilio/messages", (string?)deployment.Outputs["OPTOUT_INBOUND_URL"]);
        Assert.All(
            ["FollowUps__clientId", "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID"],
            n => Assert.EndsWith(".outputs.clientId.value]", settings[n], StringComparison.Ordinal)
        );
        Assert.DoesNotMatch("AccountKey=|SharedAccessKey|listKeys|listCallbackUrl|InstrumentationKey'", deployment.Text);

        // Flex Consumption refuses these; functionAppConfig says it instead.
        Assert.False(settings.ContainsKey("FUNCTIONS_WORKER_RUNTIME"));
        Assert.False(settings.ContainsKey("FUNCTIONS_EXTENSION_VERSION"));
    }

    private static Dictionary<string, string> Probe(string accounts) =>
        new(StringComparer.Ordinal)
        {
            ["accounts.probe.json"] = accounts,
            ["probe.bicepparam"] = "using 'probe.bicep'\nparam accounts = loadJsonContent('accounts.probe.json')\n",
            ["probe.bicep"] = """
                targetScope = 'subscription'
                import { account, appSetting } from 'types.bicep'
                import { accountSettings } from 'settings.bicep'
                param accounts account[]
                output settings appSetting[] = accountSettings(accounts, 'kv-probe')
                """,
        };

    // A value that exists only once deployed stays an expression in brackets.
    private static Dictionary<string, string> Settings(PredictedDeployment deployment) =>
        deployment.Only("Microsoft.Web/sites")["properties"]!["siteConfig"]!["appSettings"]!
            .AsArray()
            .ToDictionary(s => (string)s!["name"]!, s => (string)s!["value"]!, StringComparer.Ordinal);
}
