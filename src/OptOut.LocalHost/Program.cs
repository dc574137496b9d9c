using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OptOut;
using OptOut.Azure;
using OptOut.Http;
using OptOut.LocalHost;

if (CommandLine.AsksForHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    if (args is [DoctorCommand.Name, .. var settings])
    {
        return await DoctorCommand.RunAsync(settings, Console.Out, more: null, CancellationToken.None);
    }

    CommandLine.Check(args);
    Console.WriteLine("OptOut starts …");
    // The configuration is read once, so its folder is not watched: the data lies there too and changes all the time.
    var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange", "false"]);
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    // A failed start is reported once, by the message at the end.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    // A request that waits in MemoryGuard holds no more than this in memory.
    builder.WebHost.ConfigureKestrel(kestrel =>
        (kestrel.Limits.MaxConcurrentConnections, kestrel.Limits.MaxRequestBufferSize) = (Descriptors.MaxConnections(), 128 * 1024)
    );
    builder.AddDemoAccount();
    var data = DataDirectory.From(builder.Configuration);
    builder.AddDecisionKey(data);
    builder.Services.AddSingleton(builder.Configuration.GetSection("LocalHost:FollowUps").Get<FollowUpTimes>() ?? new FollowUpTimes());
    builder.Services.AddSingleton(builder.Configuration.GetSection("LocalHost:Reconcile").Get<ReconcileTimes>() ?? new ReconcileTimes());
    // Receivers of webhooks may run on the same developer's machine.
    builder.Services.AddSingleton(new WebhookReach(AllowLoopback: true));
    builder.Services.AddOptOut(builder.Configuration);
    builder.Services.AddOptOutTelemetry(builder.Configuration);
    RefusedConnections.AddTo(builder.Services);
    MemoryGuard.AddTo(builder.Services);
    var azurite = string.IsNullOrEmpty(builder.Configuration["OptOut:Storage"])
        ? await AzuriteServer.StartAsync(data, Console.Out, TimeProvider.System, CancellationToken.None)
        : null;
    await using (azurite)
    {
        if (azurite is not null)
        {
            builder.Configuration["OptOut:Storage"] = azurite.ConnectionString;
            DiskGuard.AddTo(builder.Services, data);
        }

        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:7071");
        }

        var storage = builder.Configuration["OptOut:Storage"]!;
        builder
            .Services.AddRecipientStore(storage, OptOutServices.ReadAccountStorage(builder.Configuration))
            .AddFollowUpQueue(builder.Configuration, storage)
            .AddFollowUpWorker()
            .AddConsentEvents(builder.Configuration);
        if (AuditFilesSetting.Read(builder.Configuration) is { } files)
        {
            builder.Services.AddAuditFiles(files.Storage, files.Container).AddHostedService<AuditFilesWorker>();
        }

        Crashes.AddTo(builder.Services);
        builder.Services.AddPhone(
            data,
            services => services.GetRequiredService<Policy>().Simulate(builder.Configuration[DemoAccount.KeySetting])
        );
        builder.Services.AddHostedService<DailyPurge>();
        builder.Services.AddHostedService<ReconcileWorker>();
        builder.Services.AddHostedService<DemoPeople>();
        await using var app = builder.Build();
        await app.Services.CreateStorageAsync(CancellationToken.None);
        await MadeUpMonth.WriteAsync(app.Services, app.Configuration);
        // 404, 405 and the unforeseen are problem documents too.
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        if (app.Services.GetService<DiskGuard>() is { } disk)
        {
            app.Use(disk.HandleAsync);
        }

        app.MapPhone();
        ReconcileWorker.Map(app);
        DailyPurge.Map(app);
        AuditFilesWorker.Map(app);
        app.Use(app.Services.GetRequiredService<Crashes>().HandleAsync);
        app.UseOptOut();
        app.Use(app.Services.GetRequiredService<MemoryGuard>().HandleAsync);
        app.MapOptOut();
        app.MapApiReference();
        var urls = app.Configuration[WebHostDefaults.ServerUrlsKey];
        Banner.PrintWhenStarted(app, data, Console.Out);
        try
        {
            await app.RunAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw Banner.PortTaken(urls, e);
        }
    }

    return 0;
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync("The configuration is not valid:\n  " + string.Join("\n  ", e.Failures));
    return 1;
}
catch (LocalHostException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
