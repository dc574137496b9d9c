using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOut.Benchmarks;

/// <summary>The floor: Kestrel that reads the form and answers, and checks nothing.</summary>
internal static class BareServer
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost(
            "/api/twilio/messages",
            async (HttpRequest request) =>
            {
                var form = await request.ReadFormAsync();
                return TypedResults.Text(form.ContainsKey("MessageSid") ? "<Response/>" : "", "text/xml");
            }
        );
        await app.RunAsync();
    }
}
