using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Out of disk or of descriptors the local host refuses, says so and goes on; it does not end.</summary>
public sealed class LastResourcesTests
{
    private long free = long.MaxValue;

    [Theory]
    [InlineData("POST", "/api/twilio/messages", 503)]
    [InlineData("POST", "/local/messages", 503)]
    [InlineData("PUT", "/api/suppressions/x", 503)]
    [InlineData("GET", "/api/suppressions/x", 200)]
    public async Task With_a_full_disk_changes_are_refused_health_says_so_and_all_goes_on_once_there_is_room(
        string method,
        string path,
        int whileFull
    )
    {
        using var data = new TemporaryDirectory();
        var guard = new DiskGuard(data.Path, () => free, TimeProvider.System, NullLogger<DiskGuard>.Instance);
        Assert.Equal(200, await AskAsync(guard, method, path));
        free = 1024;
        await Until.Is(() => guard.IsFull, 30, "the disk is not seen as full");
        Assert.Equal(whileFull, await AskAsync(guard, method, path));
        Assert.Equal(
            (HealthStatus.Unhealthy, "full"),
            await guard.CheckHealthAsync(new HealthCheckContext()) is var health ? (health.Status, health.Description) : default
        );
        free = long.MaxValue;
        await Until.Is(() => !guard.IsFull, 30, "the disk is still seen as full");
        Assert.Equal(200, await AskAsync(guard, method, path));
        Assert.Equal(HealthStatus.Healthy, (await guard.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task Callers_beyond_the_descriptors_are_turned_away_health_says_so_and_the_host_and_its_emulator_live()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are counted on Linux.");
        using var data = new TemporaryDirectory();
        await using var host = HostProcess.LaunchWithin(420, data.Path);
        var address = await host.ListeningAsync();
        using var http = new HttpClient { BaseAddress = address };
        Assert.Equal("ok", await HealthAsync(http, "connections"));
        var callers = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 120; i++)
            {
                var caller = new TcpClient();
                callers.Add(caller);
                await caller.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            }

            await Until.AsyncIs(
                async () => await HealthAsync(http, "connections") == "refused",
                60,
                "health does not say that callers are turned away"
            );
        }
        finally
        {
            callers.ForEach(c => c.Dispose());
        }

        // The connection of before is still served, and so are new ones once there is room again.
        using var another = new HttpClient { BaseAddress = address };
        await Until.AsyncIs(async () => await TextsAsync(another), 60, "no STOP is taken any more");
        Assert.False(host.HasExited);
        Assert.True(HostProcess.AzuriteOf(data.Path)!.IsAlive(), "its emulator has ended");
    }

    [Fact]
    public async Task With_little_memory_large_batches_wait_for_each_other_and_neither_host_nor_STOP_is_lost()
    {
        using var data = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(
            data.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = "0x4000000" }
        );
        using var http = new HttpClient { BaseAddress = await host.ListeningAsync(), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        var body = JsonSerializer.Serialize(
            new
            {
                checks = Enumerable
                    .Range(0, 1000)
                    .Select(i => new
                    {
                        recipient = $"+1415555{i:D4}",
                        brand = "acme",
                        campaign = "reminders",
                        body = "See you. " + new string('x', 1500),
                    }),
            }
        );
        var batches = Enumerable
            .Range(0, 10)
            .Select(async _ =>
            {
                using var answer = await http.PostAsync(
                    new Uri("/api/checks", UriKind.Relative),
                    new StringContent(body, Encoding.UTF8, "application/json")
                );
                return (int)answer.StatusCode;
            })
            .ToList();
        await Until.AsyncIs(async () => await HealthAsync(http, "memory") == "short", 60, "health does not say that memory is short");
        await Until.AsyncIs(async () => await TextsAsync(http), 60, "no STOP is taken");
        var statuses = await Task.WhenAll(batches);
        Assert.All(statuses, status => Assert.True(status is 200 or 503, $"{status}"));
        Assert.Contains(200, statuses);
        Assert.False(host.HasExited);
        Assert.Equal("ok", await HealthAsync(http, "memory"));
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files", 342L)]
    [InlineData("Max open files            300                  300                  files", 8L)]
    [InlineData("Max open files            1048576              1048576              files", null)]
    [InlineData("Max open files            unlimited            unlimited            files", null)]
    [InlineData("Max cpu time              1                    1                    seconds", null)]
    public void Callers_get_what_the_host_does_not_need_itself(string limits, long? most) =>
        Assert.Equal(most, Descriptors.MaxConnections($"Limit  Soft Limit\n{limits}\n"));

    private static async Task<string?> HealthAsync(HttpClient http, string check)
    {
        using var answer = await http.GetAsync(new Uri("/api/health", UriKind.Relative));
        return JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("checks")
            .GetProperty(check)
            .GetString();
    }

    private static async Task<bool> TextsAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri("/local/messages", UriKind.Relative),
                new
                {
                    from = TwilioSide.Person(),
                    to = TwilioSide.Number,
                    body = "STOP",
                }
            );
            return answer.IsSuccessStatusCode
                && JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32() == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<int> AskAsync(DiskGuard guard, string method, string path)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider(),
        };
        (context.Request.Method, context.Request.Path) = (method, path);
        await guard.HandleAsync(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }
}
