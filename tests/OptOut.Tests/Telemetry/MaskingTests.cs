using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Numbers never appear whole in logs or traces.</summary>
public class MaskingTests
{
    [Theory]
    [InlineData("GET /api/checks/+14155552671?brand=acme")]
    [InlineData("GET /api/checks/%2B14155552671")]
    [InlineData("To=%2b14155552671&From=x")]
    [InlineData("PartitionKey eq 'AC00000000000000000000000000000d06|1f|+14155552671'")]
    [InlineData("whatsapp:+1 (415) 555-2671 said hello")]
    [InlineData("14155552671")]
    [InlineData("optout(PartitionKey='AC00000000000000000000000000000d06%7C1f%7C%2B14155552671',RowKey='s')")]
    [InlineData("?From=whatsapp%3A14155552671")]
    [InlineData("?To=%2B1%20%28415%29%20555-2671&x=1")]
    [InlineData("?To=%2B1+415+555+2671")]
    [InlineData("x+14155552671y")]
    [InlineData("+1\u00A0415\u00A0555\u00A02671")]
    public void A_number_is_hidden_however_it_is_written(string text)
    {
        var masked = Masking.Mask(text);
        Assert.DoesNotContain("2671", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("415", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The confirmation of SM0123456789abcdef0123456789abcdef was refused with 21610")]
    [InlineData("ev-0123456789abcdef01234567-12")]
    [InlineData("http://127.0.0.1:7071")]
    public void What_leads_to_no_person_stays(string text) => Assert.Equal(text, Masking.Mask(text));

    [Fact]
    public void A_log_record_of_any_library_is_masked_in_text_attributes_and_exception()
    {
        var kept = new Kept();
        using (
            var factory = LoggerFactory.Create(logging =>
                logging.AddOpenTelemetry(options =>
                {
                    options.IncludeFormattedMessage = true;
                    options.AddProcessor(new MaskedLogs()).AddProcessor(new SimpleLogRecordExportProcessor(kept));
                })
            )
        )
        {
            var log = factory.CreateLogger("Some.Library");
#pragma warning disable CA1848, CA1873, CA2254 // As third parties log.
            log.LogError(
                new InvalidOperationException("No row for +14155552671"),
                "Asked for {Url} of {Number}",
                new Uri("https://x.example/+14155552671"),
                14155552671L
            );
#pragma warning restore CA1848, CA1873, CA2254
        }

        Assert.Contains("Asked for", kept.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", kept.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("5552671", kept.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_of_any_library_is_masked_in_name_and_attributes()
    {
        using var span = new Activity("GET /+14155552671");
        span.SetTag("url.full", "https://x.example/?To=%2B14155552671").SetTag("status", 200);
        using var masked = new MaskedSpans();
        masked.OnEnd(span);
        Assert.DoesNotContain("5552671", span.DisplayName + string.Join(' ', span.TagObjects), StringComparison.Ordinal);
        Assert.Equal(200, span.GetTagItem("status"));
    }

    [Theory]
    [InlineData("no row for +14155552671", false)]
    [InlineData("no row", true)]
    public void A_span_that_tells_a_number_where_it_cannot_be_masked_is_not_exported(string message, bool exported)
    {
        using var span = new Activity("GET") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        span.SetStatus(ActivityStatusCode.Error, message).AddEvent(new("exception", tags: new() { ["exception.message"] = message }));
        using var masked = new MaskedSpans();
        masked.OnEnd(span);
        Assert.Equal(exported, span.Recorded);
        Assert.DoesNotContain("5552671", span.StatusDescription!, StringComparison.Ordinal);
    }

    private sealed class Kept : BaseExporter<LogRecord>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<LogRecord> batch)
        {
            foreach (var record in batch)
            {
                Text += $"{record.Body} {record.FormattedMessage} {record.Exception} {string.Join(' ', record.Attributes ?? [])}";
            }

            return ExportResult.Success;
        }
    }
}
