using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Every endpoint, Twilio's and the senders', for both heads.</summary>
public static class OptOutEndpoints
{
    public static IEndpointRouteBuilder MapOptOut(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints
            .MapGroup("/api")
            .AddEndpointFilter(HeadersFilter)
            .AddEndpointFilter(UnreadableRequests.FilterAsync)
            .AddEndpointFilter(UnavailableFilter)
            .AddEndpointFilter(BulkPace.FilterAsync);
        api.DecodeOnce();
        api.MapGet("/health", HealthEndpoint.Get).Describe(HealthOperations.Health);
        api.MapOpenApi("/openapi.json");

        OperatorPage.Map(api);
        ProblemPages.Map(api);

        var twilio = api.MapSignedByTwilio("/twilio");
        twilio
            .MapPost(
                "/messages",
                (Signed<SignedRequest> request, HttpContext context, MessageWebhook webhook) => webhook.HandleAsync(request, context)
            )
            .Describe(TwilioOperations.Message);
        twilio
            .MapPost(
                "/status",
                (Signed<SignedRequest> request, StatusWebhook webhook, HttpContext context) => webhook.HandleAsync(request, context)
            )
            .Describe(TwilioOperations.Status);
        twilio
            .MapPost("/conversations", (Signed<SignedRequest> request, ConversationWebhook webhook) => webhook.HandleAsync(request))
            .Describe(TwilioOperations.Conversation)
            .WithMetadata(new SignedByTwilio(ConversationWebhook.Timeout));
        twilio
            .MapPost("/events", (Signed<SignedBatch> request, EventsWebhook webhook) => webhook.HandleAsync(request))
            .Describe(EventOperations.Events);

        var read = api.MapKeyed(Permission.Read);
        read.MapGet("/suppressions", SuppressionListEndpoint.List)
            .Describe(SuppressionOperations.ListSuppressions)
            .WithMetadata(BulkWork.WholeList)
            .Takes(
                QueryParameter.Brand,
                new("since", "Only what changed since then, by the time we wrote it; lifted ones too.", "2026-01-31T12:00:00Z"),
                QueryParameter.Cursor,
                QueryParameter.Limit
            );
        read.MapGet("/suppressions/{recipient}", SuppressionEndpoints.Get)
            .Describe(SuppressionOperations.GetSuppression)
            .Takes(QueryParameter.Brand, QueryParameter.Campaign);
        read.MapGet("/checks/{recipient}", CheckEndpoints.One)
            .Describe(CheckOperations.GetCheck)
            .Takes(
                QueryParameter.Brand,
                QueryParameter.Campaign with
                {
                    Example = "reminders",
                },
                new("kind", "What is to be sent.", "campaign")
                {
                    Words = [.. Enum.GetValues<CheckKind>().Select(KebabCase<CheckKind>.Name)],
                },
                new("sender", "The sender it is to go out from.", "+14155550100"),
                new("at", "The planned time, up to 7 days ahead; left out: now.", "")
            );
        read.MapPost("/checks", CheckEndpoints.Batch).Describe(CheckOperations.CheckBatch);
        read.MapGet("/reviews", ReviewEndpoints.List)
            .Describe(ReviewOperations.List)
            .Takes(
                new("brand", "Only what was written to this brand; left out: the whole account.", "acme"),
                new("due", "Only what is due by then.", "2026-02-14T12:00:00Z"),
                QueryParameter.Cursor
            );
        read.MapGet("/consents/{recipient}", ConsentEndpoints.Get).Describe(ConsentOperations.GetConsents).Takes(QueryParameter.Brand);
        read.MapGet("/recipients/{recipient}/history", RecipientEndpoints.History)
            .Describe(RecipientOperations.GetHistory)
            .Takes(QueryParameter.Brand, QueryParameter.Cursor, QueryParameter.Limit);
        read.MapGet("/operator/account", OperatorAccount.Get).ExcludeFromDescription();
        api.MapDesk(read);

        var write = api.MapKeyed(Permission.Write);
        write.MapPut("/suppressions/{recipient}", SuppressionEndpoints.Put).Describe(SuppressionOperations.PutSuppression);
        write
            .MapPost("/suppressions/import", ImportEndpoint.Post<SuppressionImport, SuppressionImportLine>)
            .Describe(SuppressionOperations.ImportSuppressions)
            .WithMetadata(BulkWork.Always)
            .Takes([QueryParameter.Brand, QueryParameter.DryRun, .. SuppressionImport.Columns.Parameters]);
        write
            .MapPost("/consents/import", ImportEndpoint.Post<ConsentImport, ConsentRequest>)
            .Describe(ConsentOperations.ImportConsents)
            .WithMetadata(BulkWork.Always)
            .Takes([QueryParameter.Brand, QueryParameter.DryRun, .. ConsentImport.Columns.Parameters]);
        write
            .MapPost("/consents", ConsentEndpoints.Post)
            .Describe(ConsentOperations.PostConsent)
            .AddEndpointFilter(ConsentEndpoints.RefuseOthersProofAsync)
            .HonoursIdempotencyKey();
        write
            .MapDelete("/consents/{recipient}/{id}", ConsentEndpoints.Delete)
            .Describe(ConsentOperations.DeleteConsent)
            .Takes(QueryParameter.Brand);
        write.MapPut("/recipients/{recipient}/preferences", PreferencesEndpoint.Put).Describe(RecipientOperations.PutPreferences);
        write.MapPost("/links", LinkEndpoints.Post).Describe(LinkOperations.Post);
        write.MapPost("/recipients/{recipient}/reassigned", ReassignedEndpoint.Post).Describe(ReassignedOperations.PostReassigned);
        write
            .MapPost("/recipients/reassigned/import", ImportEndpoint.Post<ReassignedImport, ReassignedImportLine>)
            .Describe(ReassignedOperations.ImportReassigned)
            .WithMetadata(BulkWork.Always)
            .Takes(QueryParameter.Brand, QueryParameter.DryRun);
        write.MapPost("/reviews/{event}", ReviewEndpoints.Decide).Describe(ReviewOperations.Decide);
        write.MapPost("/sends", SendEndpoints.Post).Describe(SendOperations.PostSend);

        // Beside the API, not under it: a text message has no room for more.
        endpoints.MapGet(LinkSecret.Route, LinkEndpoints.Show).ExcludeFromDescription();
        endpoints.MapPost(LinkSecret.Route, LinkEndpoints.Act).ExcludeFromDescription();

        var admin = api.MapKeyed(Permission.Admin);
        admin.MapGet("/doctor", DoctorEndpoint.Get).Describe(DoctorOperations.Get);
        admin
            .MapGet("/audit", AuditEndpoint.Get)
            .Describe(AuditOperations.GetAudit)
            .WithMetadata(BulkWork.Always)
            .Takes(
                new("from", "Recorded then or later.", "2026-01-01T00:00:00Z"),
                new("to", "Recorded before then.", "2026-02-01T00:00:00Z"),
                new("brand", "Only what concerns this brand; left out: the whole account.", "acme")
            );
        admin
            .MapDelete("/suppressions/{recipient}", SuppressionEndpoints.Delete)
            .Describe(SuppressionOperations.DeleteSuppression)
            .Takes(
                QueryParameter.Brand,
                QueryParameter.Campaign with
                {
                    Description = "The campaign whose own suppression is wrong; left out: the brand's.",
                    Example = "",
                }
            );
        admin.MapPut("/suspensions/{brand}", SuspensionEndpoint.Put).Describe(SuspensionOperations.PutBrand);
        admin.MapPut("/suspensions/{brand}/{campaign}", SuspensionEndpoint.Put).Describe(SuspensionOperations.PutCampaign);
        admin
            .MapPost("/activity/rebuild", ActivityReader.Rebuild)
            .Describe(DeskOperations.Rebuild)
            .WithMetadata(BulkWork.Always)
            .Takes(DeskOperations.From);
        admin.MapDelete("/recipients/{recipient}", ErasureEndpoint.Delete).Describe(RecipientOperations.EraseRecipient);
        admin.MapPut("/recipients/{recipient}/hold", HoldEndpoint.Put).Describe(RecipientOperations.PutHold);
        return endpoints;
    }

    /// <summary>Whether a path can be that of a recipient's link (rule 42).</summary>
    public static bool IsLink(PathString path) => LinkSecret.IsPath(path.Value);

    /// <summary>
    /// No answer may come from a cache, since a check holds only now; files that may be cached set their own header. No content type may be
    /// guessed.
    /// </summary>
    internal static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
    }

    private static ValueTask<object?> HeadersFilter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Protect(context.HttpContext.Response.Headers);
        return next(context);
    }

    /// <summary>A store that cannot be reached is 503 everywhere, never "allowed" (rule 31).</summary>
    private static async ValueTask<object?> UnavailableFilter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BrokenChainException)
        {
            return Problems.BrokenChain();
        }
        catch (Exception e)
            when (e is DependencyUnavailableException
                || (e is OperationCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested)
            )
        {
            return Problems.Unavailable();
        }
    }
}
