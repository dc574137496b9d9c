using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Moq;

namespace OptOutFunctions.Tests;

/// <summary>The functions' addresses, and that what arrives there reaches the endpoints of OptOut.Http.</summary>
public sealed class HttpFunctionsTests
{
    private static readonly IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Triggers =
        from method in typeof(HttpFunctions).GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (function.Name, method.GetParameters().Single().GetCustomAttribute<HttpTriggerAttribute>()!);

    [Fact]
    public void Every_function_has_its_route_any_method_and_no_host_key()
    {
        Assert.Equal(
            [
                "ConversationEvents api/twilio/conversations",
                "Health api/health",
                "InboundMessage api/twilio/messages",
                "MessageStatus api/twilio/status",
                "RecipientPage {secret}",
                "SenderApi api/{*path}",
                "TwilioEvents api/twilio/events",
            ],
            Triggers.Select(f => $"{f.Name} {f.Trigger.Route}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.All(Triggers, f => Assert.Equal((AuthorizationLevel.Anonymous, null), (f.Trigger.AuthLevel, f.Trigger.Methods)));
    }

    [Theory]
    [InlineData("GET", "/api/health", 200)]
    [InlineData("GET", "/api/twilio/messages", 405)]
    [InlineData("POST", "/api/twilio/messages", 403)]
    [InlineData("GET", "/api/checks/+14155550123", 401)]
    [InlineData("GET", "/api/nothing/here", 404)]
    public async Task A_request_that_a_function_took_is_routed_anew(string method, string path, int status)
    {
        await using var services = TestServices.With();
        var context = Request(services, method, path);
        context.SetEndpoint(new Endpoint(null, null, "the function's own"));
        context.Request.RouteValues["path"] = "the function's own";

        await new OptOutPipeline(services).HandleAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
    }

    /// <summary>The host hands both on as the second (docs/adr/0200), and they are two people.</summary>
    [Fact]
    public async Task A_slash_within_an_id_is_refused_because_the_host_does_not_say_whether_it_is_one()
    {
        await using var services = TestServices.With();
        var context = Request(services, "GET", "/api/checks/messenger:a%2Fb");
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/api/checks/messenger:a%252fb?brand=acme";

        await new OptOutPipeline(services).HandleAsync(context);

        Assert.Equal(400, context.Response.StatusCode);
    }

    [Fact]
    public async Task The_document_of_the_api_is_served_here_too()
    {
        await using var services = TestServices.With();
        var context = Request(services, "GET", "/api/openapi.json");

        await new OptOutPipeline(services).HandleAsync(context);

        context.Response.Body.Position = 0;
        using var document = await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        Assert.StartsWith("3.1.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.True(document.RootElement.GetProperty("paths").TryGetProperty("/api/checks/{recipient}", out _));
    }

    [Fact]
    public async Task The_limits_of_callers_hold_here_too()
    {
        var (statuses, took) = await BurstAsync();
        // The key is given a request back each second: on a machine that took longer for the burst it has to begin anew.
        for (var tries = 1; took > TimeSpan.FromSeconds(1) && tries < 30; tries++)
        {
            (statuses, took) = await BurstAsync();
        }

        Assert.Equal([.. Enumerable.Repeat(400, TestServices.Burst), 429], statuses);
    }

    /// <summary>One request more than a key may make at once, and how long they took.</summary>
    private static async Task<(List<int> Statuses, TimeSpan Took)> BurstAsync()
    {
        await using var services = TestServices.With();
        var pipeline = new OptOutPipeline(services);
        var statuses = new List<int>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < TestServices.Burst + 1; i++)
        {
            // Refused for its query, so that no store is asked.
            var context = Request(services, "GET", "/api/audit");
            context.Request.QueryString = new QueryString("?what=ever");
            context.Request.Headers["x-api-key"] = TestServices.ApiKey;
            await pipeline.HandleAsync(context);
            statuses.Add(context.Response.StatusCode);
        }

        return (statuses, watch.Elapsed);
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_is_a_problem_document_without_its_message()
    {
        var store = new Mock<IRecipientStore>();
        store
            .Setup(s => s.ReadAsync(It.IsAny<RecipientKey>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("+14155550123"));
        await using var services = TestServices.With(store.Object);
        var context = Request(services, "GET", "/api/suppressions/+14155550123");
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/api/suppressions/%2B14155550123";
        context.Request.Headers["x-api-key"] = TestServices.ApiKey;

        await new OptOutPipeline(services).HandleAsync(context);

        context.Response.Body.Position = 0;
        var body = await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal((500, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.DoesNotContain("4155550123", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_function_hands_its_request_to_the_pipeline()
    {
        await using var services = TestServices.With();
        var functions = new HttpFunctions(new OptOutPipeline(services));
        foreach (
            var function in new Func<HttpRequest, Task>[]
            {
                functions.InboundMessage,
                functions.MessageStatus,
                functions.ConversationEvents,
                functions.Health,
                functions.SenderApi,
                functions.RecipientPage,
            }
        )
        {
            var context = Request(services, "GET", "/api/health");
            await function(context.Request);
            Assert.Equal(200, context.Response.StatusCode);
        }
    }

    private static DefaultHttpContext Request(IServiceProvider services, string method, string path)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        (context.Request.Method, context.Request.Path, context.Response.Body) = (method, path, new MemoryStream());
        return context;
    }
}
