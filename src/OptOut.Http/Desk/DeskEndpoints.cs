using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>The endpoints behind the desk's views, and what they are made of.</summary>
internal static class DeskEndpoints
{
    public static void MapDesk(this RouteGroupBuilder api, RouteGroupBuilder read)
    {
        read.MapGet("/activity", ActivityReader.List)
            .Describe(DeskOperations.Activity)
            .Takes(
                QueryParameter.Brand,
                DeskOperations.From,
                DeskOperations.To,
                new("type", "Only this kind of event.", "") { Words = [.. Enum.GetValues<EventType>().Select(KebabCase<EventType>.Name)] },
                new("source", "Only what reached us this way: message, api, import, web, provider …", ""),
                QueryParameter.Cursor,
                QueryParameter.Limit
            );
        read.MapGet("/statistics", ActivityReader.Statistics)
            .Describe(DeskOperations.Statistics)
            .Takes(QueryParameter.Brand, DeskOperations.From, DeskOperations.To);
        read.MapPost("/recipients/search", PeopleDesk.Search).Describe(DeskOperations.Search);
        read.MapGet("/recipients/{recipient}/evidence", EvidenceEndpoint.Get).Describe(DeskOperations.Evidence).Takes(QueryParameter.Brand);
        read.MapPost("/downloads", (Valid<PostedDownload> request, Downloads downloads) => downloads.Post(request.Value))
            .Describe(DeskOperations.Download);
        read.MapGet("/operator/setup", OperatorSetup.Get).ExcludeFromDescription();

        // Without a key: the link itself is the permission.
        api.MapGet(
                "/downloads/{token}",
                (string token, HttpContext context, Downloads downloads, CancellationToken cancellation) =>
                    downloads.GetAsync(token, context, cancellation)
            )
            .ExcludeFromDescription();
    }

    public static IServiceCollection AddDesk(this IServiceCollection services) =>
        services
            .AddSingleton<PersonTokens>()
            .AddSingleton<ActivityFigures>()
            .AddSingleton<RebuildIndexes>()
            .AddSingleton<FindPeople>()
            .AddSingleton<ActivityReader>()
            .AddSingleton<Downloads>();
}
