using OptOut.LocalHost;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var data = DataDirectory.From(builder.Configuration);
    await using var azurite = await builder.AddAzuriteAsync(data);
    var app = builder.Build();
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
