using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace OptOut.Http;

/// <summary>
/// The operator's page at <c>/api/operator</c>, in front of the same API that senders use (ADR 0320): plain files that this assembly
/// carries. They hold no data and need no key; the key that a person types is used for the API.
/// </summary>
public static class OperatorPage
{
    private const string Folder = "web/";
    private static readonly FrozenDictionary<string, byte[]> Files = ReadFiles();
    private static readonly FileExtensionContentTypeProvider Types = new();

    internal static void Map(IEndpointRouteBuilder api)
    {
        var page = api.MapGroup("/operator").ExcludeFromDescription();
        page.MapGet("", (HttpContext context) => File(context, "operator.html"));
        page.MapGet("/{file}", File);
    }

    /// <summary>What the browser may do with a page of ours: run its own scripts and call its own host, nothing else.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
    }

    private static IResult File(HttpContext context, string file)
    {
        if (!Files.TryGetValue(file, out var content))
        {
            return Problems.NotFound("There is no such file.");
        }

        Protect(context.Response.Headers);
        return TypedResults.Bytes(content, Types.TryGetContentType(file, out var type) ? type + "; charset=utf-8" : null);
    }

    private static FrozenDictionary<string, byte[]> ReadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Folder.Length..],
                name =>
                {
                    using var resource = assembly.GetManifestResourceStream(name)!;
                    using var content = new MemoryStream();
                    resource.CopyTo(content);
                    return content.ToArray();
                },
                StringComparer.Ordinal
            );
    }
}
