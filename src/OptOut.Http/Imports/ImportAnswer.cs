using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Runs an import and streams what its lines came to, as NDJSON.</summary>
internal sealed class ImportAnswer<T>(
    ImportRecords records,
    IAsyncEnumerable<ImportLine<T>> lines,
    IDisposable? source,
    Func<T, FieldErrors, ImportRecord?> prepare,
    bool dryRun
) : IResult
    where T : class
{
    /// <summary>How long a caller may take to read what is left of the answer once all lines are taken.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMinutes(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var owned = source;
        httpContext.Response.ContentType = MediaTypes.Ndjson;
        // While it still sends, a caller need not read yet; the server would take it for dead.
        var rate = httpContext.Features.Get<IHttpMinResponseDataRateFeature>();
        var usual = rate?.MinDataRate;
        if (rate is not null)
        {
            rate.MinDataRate = null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);

        var results = new Spool();
        await using (results)
        {
            var pace = httpContext.RequestServices.GetService<BulkPace>();
            var running = RunAsync(results, pace, httpContext.RequestAborted);
            _ = running.ContinueWith(
                _ =>
                {
                    if (rate is not null)
                    {
                        rate.MinDataRate = usual;
                    }

                    limit.CancelAfter(ReadingTime);
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            try
            {
                await results.CopyToAsync(httpContext.Response.BodyWriter, limit.Token);
                await running;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                httpContext.Abort();
                await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(Spool results, BulkPace? pace, CancellationToken cancellation)
    {
        try
        {
            await new ImportRun<T>(records, lines, prepare, dryRun, results, source as CsvLines, pace).RunAsync(cancellation);
        }
        finally
        {
            results.Complete();
        }
    }
}
