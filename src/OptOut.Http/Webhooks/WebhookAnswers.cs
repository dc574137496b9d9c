using System.Text;
using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What webhooks answer alike.</summary>
internal static class WebhookAnswers
{
    public static IResult Xml(string twiml) => TypedResults.Text(twiml, Twiml.ContentType, Encoding.UTF8);

    /// <summary>Signed but unusable: Twilio's names of the fields that make it so.</summary>
    public static IResult Unusable(IEnumerable<FieldError> errors) =>
        Problems.Invalid(
            errors
                .GroupBy(e => e.Field, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray(), StringComparer.Ordinal)
        );
}
