using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OptOut.Http;

/// <summary>
/// What can be a recipient's link: letters and digits only, so that a file at the top of the host (<c>/faults.js</c>) is never taken for
/// one.
/// </summary>
internal sealed class LinkRouteConstraint : IRouteConstraint
{
    /// <summary>The constraint's name in a route.</summary>
    public const string Name = "link";

    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values.TryGetValue(routeKey, out var value) && LinkSecret.IsPath("/" + Convert.ToString(value, CultureInfo.InvariantCulture));
}
