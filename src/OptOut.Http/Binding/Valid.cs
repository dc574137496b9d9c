using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What an endpoint works with, read from a request.</summary>
internal interface IApiRequest<TSelf>
    where TSelf : class, IApiRequest<TSelf>
{
    /// <summary>Reads the whole request and reports everything that is wrong; null where there is no value.</summary>
    static abstract ValueTask<TSelf?> ReadAsync(RequestReader request);
}

/// <summary>A parameter of an endpoint that may refuse the request.</summary>
internal interface IRefusable
{
    /// <summary>Null: it is not refused.</summary>
    IResult? Problem { get; }
}

/// <summary>A parameter of an endpoint that was read from the request.</summary>
internal interface IValid : IRefusable
{
    /// <summary>What was read.</summary>
    object Value { get; }
}

/// <summary>
/// The one way in which endpoints take requests (docs/adr/0415): a parameter of this type is bound by <typeparamref name="T"/>'s own
/// reading, and <see cref="RefusedRequests.RefuseAsync"/> answers what is wrong, so that an endpoint is only reached with a value that is
/// right.
/// </summary>
internal sealed class Valid<T> : IBindableFromHttpContext<Valid<T>>, IValid
    where T : class, IApiRequest<T>
{
    private readonly T? value;

    private Valid(T? value, IResult? problem) => (this.value, Problem) = (problem is null ? value : null, problem);

    public IResult? Problem { get; }

    /// <summary>What was read.</summary>
    /// <exception cref="InvalidOperationException">The endpoint stands outside the API's group, whose filter refuses what is
    /// wrong.</exception>
    public T Value => value ?? throw new InvalidOperationException("A request that is refused has no value.");

    object IValid.Value => Value;

    public static async ValueTask<Valid<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = new RequestReader(context);
        // Parameters are bound before any filter runs: what cannot be read is reported here.
        try
        {
            return new(await T.ReadAsync(request), request.Problem);
        }
        catch (Exception e) when (UnreadableRequests.StatusOf(e, context) is { } status)
        {
            return new(null, UnreadableRequests.Problem(context, status));
        }
    }
}

/// <summary>The filter that goes with <see cref="Valid{T}"/>.</summary>
internal static class RefusedRequests
{
    /// <summary>An endpoint filter: answers for the endpoint where a parameter says that the request is wrong.</summary>
    public static ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IRefusable { Problem: { } problem })
            {
                return ValueTask.FromResult<object?>(problem);
            }
        }

        return next(context);
    }
}
