using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// The one way from a path's segment to a recipient: the segment as it was received, its percent-escapes decoded once. The server decodes a
/// path, too, but leaves <c>%2F</c> as it is, so that <c>messenger:a%2Fb</c> would be another person in a path than <c>messenger:a/b</c> in
/// a body.
/// </summary>
internal static class PathRecipient
{
    private const string Parameter = "recipient";

    /// <summary>Puts the segment right before an endpoint sees it, for all endpoints of a group.</summary>
    public static void DecodeOnce(this IEndpointConventionBuilder endpoints) =>
        endpoints.Add(builder =>
        {
            if (
                builder is not RouteEndpointBuilder { RequestDelegate: { } next, RoutePattern: var pattern }
                || IndexIn(pattern) is not { } index
            )
            {
                return;
            }

            builder.RequestDelegate = context =>
            {
                if (Segment(context, index, pattern.PathSegments.Count) is { } segment)
                {
                    // What stands for a person in an address is theirs everywhere (ADR 0480); what is none stays what it is, and is refused
                    // as no address.
                    context.Request.RouteValues[Parameter] =
                        ApiCaller.Find(context) is { } caller
                        && context.RequestServices.GetService<PersonTokens>()?.Open(caller.Account.Sid, segment) is { } person
                            ? person
                            : segment;
                }

                return next(context);
            };
        });

    private static int? IndexIn(RoutePattern pattern)
    {
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            if (pattern.PathSegments[i].Parts is [RoutePatternParameterPart { Name: Parameter }])
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Null where the raw path is not laid out as the pattern (a base path, dots): then the server's own reading stands.</summary>
    private static string? Segment(HttpContext context, int index, int count)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var start =
            raw.StartsWith('/') ? 0
            : raw.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? raw.IndexOf('/', scheme + 3)
            : -1;
        if (start < 0)
        {
            return null;
        }

        var end = raw.AsSpan(start).IndexOfAny('?', '#');
        var path = end < 0 ? raw[start..] : raw.Substring(start, end);
        var segments = path.Trim('/').Split('/');
        var before = segments.Length - count;
        return before < 0 || (before > 0 && !context.Request.PathBase.HasValue) ? null : Uri.UnescapeDataString(segments[before + index]);
    }
}
