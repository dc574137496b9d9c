namespace OptOut.LocalHost;

/// <summary>
/// The account that the local host comes with, so that a newcomer can text STOP without a Twilio account. Any configured account replaces
/// it.
/// </summary>
internal static class DemoAccount
{
    /// <summary>Where the demo account's API key stands in the clear, for the page to use.</summary>
    public const string KeySetting = "LocalHost:DemoKey";

    public static void AddDemoAccount(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("OptOut:Accounts").GetChildren().Any())
        {
            return;
        }

        // Before the other sources, so that every single setting can still be overridden.
        var demo = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "demo.json")).Build();
        builder.Configuration.Sources.Insert(0, new ChainedConfigurationSource { Configuration = demo, ShouldDisposeConfiguration = true });
    }
}
