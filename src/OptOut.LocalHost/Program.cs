using OptOut.LocalHost;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var data = DataDirectory.From(builder.Configuration);
    await using var azurite = await builder.AddAzuriteAsync(data);
    builder.Services.AddPhone(data, new SimulatedTwilio("http://127.0.0.1:7071", []));
    var app = builder.Build();
    app.MapPhone();
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (LocalHostException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
