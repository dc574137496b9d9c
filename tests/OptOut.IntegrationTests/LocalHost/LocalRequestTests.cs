using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>The simulator is for this machine, and takes nothing it does not understand.</summary>
public sealed class LocalRequestTests
{
    [Theory]
    [InlineData("""{"from":"+14155552671","to":"+14155550100"}""", "body")]
    [InlineData("""{"from":"+14155552671","to":"+14155550999","body":"x"}""", "to")]
    [InlineData("""{"from":"+14155552671\n","to":"+14155550100","body":"x"}""", "from")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":5}""", "body")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","messageSid":"SM1"}""", "messageSid")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","optOutType":"stop"}""", "optOutType")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","colour":"red"}""", "colour")]
    [InlineData("""{"from":"+14155552671","from":"+14155552672","to":"+14155550100","body":"x"}""", "$")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"\ud800"}""", "$")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","mediaUrls":["ftp://x"]}""", "mediaUrls")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","mediaUrls":[7]}""", "mediaUrls[0]")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","\ud800":7}""", "$")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("", "$")]
    public async Task A_wrong_request_is_refused_by_the_name_of_its_field(string json, string field)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var answer = await customer.Http.PostAsync("/local/messages", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Empty(customer.Received);
    }

    [Fact]
    public async Task Other_content_types_and_large_requests_are_refused()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var form = await customer.Http.PostAsync(
            "/local/messages",
            new StringContent("from=1", Encoding.UTF8, "application/x-www-form-urlencoded")
        );
        var large = await customer.Http.PostAsync(
            "/local/messages",
            new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json")
        );

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestEntityTooLarge), (form.StatusCode, large.StatusCode));
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("localhost", null, true)]
    [InlineData("LocalHost:99", null, true)]
    [InlineData("[::1]", null, true)]
    [InlineData("evil.example", null, false)]
    [InlineData("127.0.0.1.evil.example", null, false)]
    [InlineData("localhost", "http://localhost", true)]
    [InlineData("localhost", "https://localhost", false)]
    [InlineData("localhost", "http://evil.example", false)]
    [InlineData("localhost", "null", false)]
    public async Task The_simulator_is_for_this_machine_and_this_origin_only(string host, string? origin, bool served)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/local/phone/{Uri.EscapeDataString(Person)}");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        var answer = await customer.Http.SendAsync(request);
        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
