using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// Reads the parts of a request to the sender API and collects what is wrong with them, so that a caller learns all of it at once.
/// </summary>
internal sealed class RequestReader(HttpContext context)
{
    private const string RecipientField = "recipient";
    private IResult? refused;

    public HttpContext Context => context;

    public Account Account => Caller.Account;

    public ApiCaller Caller { get; } = ApiCaller.Of(context);

    public FieldErrors Errors { get; } = new();

    public DateTimeOffset Now { get; } = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The answer to a request that is wrong; null for one that is right.</summary>
    public IResult? Problem => refused ?? (Errors.Any ? Problems.Invalid(Errors.ToDictionary()) : null);

    /// <summary>A query parameter's value; null when it is missing or empty.</summary>
    public string? Query(string name) => context.Query(name);

    /// <summary>A part of the path; percent-escapes are decoded.</summary>
    public string Path(string name) => context.Request.RouteValues[name] as string ?? "";

    /// <summary>Refuses the request with an answer that is given instead of what is wrong with its fields.</summary>
    public void Refuse(IResult problem) => refused ??= problem;

    /// <summary>Whether the caller sent a body, where it may be left out.</summary>
    public bool HasBody => context.Request.ContentLength > 0 || context.Request.HasJsonContentType();

    /// <summary>The body, held to what its fields declare; null where it is none.</summary>
    public async ValueTask<T?> BodyAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, type, context.RequestAborted);
        if (problem is not null)
        {
            Refuse(problem);
        }
        else if (body is not null)
        {
            DeclaredFields.Check(type, body, Errors);
        }

        return body;
    }

    /// <summary>The brand that is named, or the account's only one; null where there is none, which refuses the request.</summary>
    public Brand? Brand(string? id)
    {
        var brand = Caller.FindBrand(id, out var problem);
        if (problem is not null)
        {
            Refuse(problem);
        }

        return brand;
    }

    /// <summary>The brand, where one is named; what is named and unknown refuses the request.</summary>
    public Brand? BrandIfNamed(string? id) => string.IsNullOrEmpty(id) ? null : Brand(id);

    /// <summary>The recipient in the path.</summary>
    public RecipientKey? Recipient() => Recipient(Path(RecipientField));

    /// <summary>The recipient in a body's field.</summary>
    public RecipientKey? Recipient(string? value) =>
        Errors.Recipient(RecipientField, value) is { } address ? new RecipientKey(Account.Sid, address) : null;
}
