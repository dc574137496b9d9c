using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Rules 32 and 34 as they are configured: how long a record is kept at least, and where each night's audit file goes.</summary>
public sealed class RetentionSettingTests
{
    private static OptOutSettings Settings(
        string? retention = null,
        string? strict = null,
        string? container = null,
        string? storage = null,
        string? own = null
    ) =>
        new()
        {
            PublicBaseUrl = "https://optout.example.org",
            Retention = retention,
            Strict = strict,
            Storage = own,
            AuditFiles = new AuditFileSettings { Container = container, Storage = storage },
            Accounts =
            [
                new AccountSettings
                {
                    Sid = "AC00000000000000000000000000000001",
                    AuthTokens = ["token"],
                    Brands =
                    [
                        new BrandSettings
                        {
                            Id = "acme",
                            Name = "Acme",
                            SupportContact = "help@acme.example",
                            Senders = [new SenderSettings { Address = "+14155550100" }],
                        },
                    ],
                },
            ],
        };

    private static string[] Faults(OptOutSettings settings) => [.. PolicyBuilder.Build(settings).Errors.Select(e => e.Split(": ")[0])];

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("P4Y", null, true)]
    [InlineData("P4Y", "true", true)]
    [InlineData("P1461D", null, true)]
    [InlineData("P3Y11M", null, false)]
    [InlineData("P30D", null, false)]
    [InlineData("P30D", "true", false)]
    [InlineData("P30D", "false", true)]
    public void Rule32_retention_has_a_floor_of_four_years_unless_strict_is_off(string? retention, string? strict, bool isTaken) =>
        Assert.Equal(isTaken ? [] : ["OptOut:Retention"], Faults(Settings(retention, strict)));

    [Fact]
    public void Rule32_left_out_it_is_five_years() =>
        Assert.Equal(IsoDuration.FromYears(5), PolicyBuilder.Build(Settings()).Policy!.Retention);

    [Theory]
    [InlineData("audit", null, null, null)]
    [InlineData("audit-files-2", "optoutaudit", null, null)]
    [InlineData("audit", "UseDevelopmentStorage=true", null, null)]
    [InlineData("audit", null, "AccountName=a;AccountKey=aGk=;BlobEndpoint=http://127.0.0.1:1/a", null)]
    [InlineData(null, "optoutaudit", null, "AuditFiles:Container")]
    [InlineData("Audit", null, null, "AuditFiles:Container")]
    [InlineData("ab", null, null, "AuditFiles:Container")]
    [InlineData("two--hyphens", null, null, "AuditFiles:Container")]
    [InlineData("audit", "no/account", null, "AuditFiles:Storage")]
    [InlineData("audit", "AccountKey=aGk=;TableEndpoint=http://127.0.0.1:1/a", null, "AuditFiles:Storage")]
    [InlineData("audit", "SharedAccessSignature=s;TableEndpoint=http://127.0.0.1:1/a", null, "AuditFiles:Storage")]
    public void Rule34_a_wrong_place_for_audit_files_stops_the_start_and_is_named(
        string? container,
        string? storage,
        string? own,
        string? named
    ) => Assert.Equal(named is null ? [] : [$"OptOut:{named}"], Faults(Settings(container: container, storage: storage, own: own)));
}
