using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace OptOut.Http;

/// <summary>Runs an import and streams what its lines came to, as NDJSON.</summary>
internal sealed class ImportAnswer<T>(
    ImportRecords records, IAsyncEnumerable<ImportLine<T>> lines, IDisposable? source, Func<T, FieldErrors, ImportRecord?> prepare, bool dryRun) : IResult
    where T : class
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var owned = source;
        httpContext.Response.ContentType = MediaTypes.Ndjson;
        // While it still sends, a caller need not read yet; the server would take it for dead.
        if (httpContext.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var results = new Spool();
        await using (results)
        {
            var running = RunAsync(results, httpContext.RequestAborted);
            try
            {
                await results.CopyToAsync(httpContext.Response.BodyWriter, httpContext.RequestAborted);
                await running;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                httpContext.Abort();
                await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(Spool results, CancellationToken cancellation)
    {
        try
        {
            await new ImportRun<T>(records, lines, prepare, dryRun, results).RunAsync(cancellation);
        }
        finally
        {
            results.Complete();
        }
    }
}
