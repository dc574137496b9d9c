using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What somebody does about a refused signature, by its cause; Twilio's pages are named as its console names them.</summary>
internal static class SignatureAdvice
{
    public static string DoThis(SignatureCause cause) =>
        cause switch
        {
            SignatureCause.Unsigned => "Twilio signs every webhook: look at who else calls this URL.",
            SignatureCause.QueryOrder => "Write the URL's query at Twilio in alphabetical order: something on the way sorts it.",
            SignatureCause.QueryEncoding =>
                "Write the URL's query at Twilio without characters that need escapes, or with the escapes that arrive here.",
            SignatureCause.QueryAdded => "Something on the way adds a query to the URL: take it out, or add it to the URL at Twilio.",
            SignatureCause.Port => "Give OptOut:PublicBaseUrl the port that the URL at Twilio has.",
            SignatureCause.Scheme => "Give OptOut:PublicBaseUrl and the URL at Twilio the same scheme, https.",
            SignatureCause.PathPrefix => "Give OptOut:PublicBaseUrl the path prefix that the URL at Twilio has, and no other.",
            SignatureCause.TrailingSlash => "Take the slash off the end of the URL at Twilio.",
            SignatureCause.UserInfo => "Write user and password into both OptOut:PublicBaseUrl and the URL at Twilio, or into neither.",
            SignatureCause.Host =>
                "Give OptOut:PublicBaseUrl the host that the URL at Twilio names (Console: Phone Numbers, Active numbers; Messaging, Services, Integration).",
            SignatureCause.FallbackUrl =>
                "The fallback URL is signed for another URL: set the fallback at Twilio to this app's own messages URL.",
            SignatureCause.OtherAccount =>
                "Another configured account's token signed it: give the account that owns the number its own token (Console: Account, API keys and auth tokens).",
            SignatureCause.BodyHash => "Nothing on the way may change a JSON body, and the URL at Twilio must keep its query.",
            SignatureCause.UnknownAccount => "Configure the account under OptOut:Accounts, or point its numbers elsewhere.",
            _ =>
                "Compare the account's auth tokens with Console: Account, API keys and auth tokens; during a rotation configure both. A forgery looks the same.",
        };
}
