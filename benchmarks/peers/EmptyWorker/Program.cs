using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Build().Run();

/// <summary>A worker that does nothing but answer.</summary>
public sealed class EmptyFunction
{
    [Function("Empty")]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "empty")] HttpRequest request) =>
        new OkObjectResult("Welcome to Azure Functions!");
}
