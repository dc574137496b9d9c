using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OptOut.Azure;
using OptOutFunctions;

<<<<<<< ours
try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddHead(builder.Configuration);
=======
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services
    .AddOptOut(builder.Configuration)
    .AddOptOutTelemetry(builder.Configuration)
    .AddRecipientStore(builder.Configuration["OptOut:Storage"] ?? throw new InvalidOperationException("OptOut:Storage is required."))
    .AddServiceBusPorts(builder.Configuration)
    .AddTwilioMessages()
    // A commit ends within its tries (AzureStorage); the rest is for clocks that differ.
    .AddSingleton(new OtherInstances(TimeSpan.FromSeconds(30)))
    .AddSingleton<OptOutPipeline>()
    // What the Functions host lets through too (100 MB); each endpoint sets its own, lower bound.
    .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024);
>>>>>>> theirs

    var app = builder.Build();
    await app.Services.CreateStorageAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync("The configuration is not valid:\n  " + string.Join("\n  ", e.Failures));
    return 1;
}
