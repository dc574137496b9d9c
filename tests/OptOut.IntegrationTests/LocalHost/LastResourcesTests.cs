using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
    [InlineData("GET", "/api/health", 503)]
    [InlineData("GET", "/api/suppressions/x", 200)]
    public async Task With_a_full_disk_changes_are_refused_health_says_so_and_all_goes_on_once_there_is_room(string method, string path, int whileFull)
    {
        using var data = new TemporaryDirectory();
        var guard = new DiskGuard(data.Path, () => free, TimeProvider.System, NullLogger<DiskGuard>.Instance);
        Assert.Equal(200, await AskAsync(guard, method, path));
        free = 1024;
        await Until.Is(() => guard.IsFull, 5, "the disk is not seen as full");
        Assert.Equal(whileFull, await AskAsync(guard, method, path));
        free = long.MaxValue;
        await Until.Is(() => !guard.IsFull, 5, "the disk is still seen as full");
        Assert.Equal(200, await AskAsync(guard, method, path));
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files", 342L)]
    [InlineData("Max open files            300                  300                  files", 8L)]
    [InlineData("Max open files            1048576              1048576              files", null)]
    [InlineData("Max open files            unlimited            unlimited            files", null)]
    [InlineData("Max cpu time              1                    1                    seconds", null)]
    public void Callers_get_what_the_host_does_not_need_itself(string limits, long? most) => Assert.Equal(most, Descriptors.MaxConnections($"Limit  Soft Limit\n{limits}\n"));

    private static async Task<int> AskAsync(DiskGuard guard, string method, string path)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider() };
        (context.Request.Method, context.Request.Path) = (method, path);
        await guard.HandleAsync(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }
}
