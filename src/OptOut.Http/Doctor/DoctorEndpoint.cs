using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary><c>GET /api/doctor</c>: what differs between Twilio's settings and ours, and what to do (rule 41). It reads only.</summary>
internal static class DoctorEndpoint
{
    public static async Task<IResult> Get(
        HttpContext context,
        Policy policy,
        ITwilioSettings twilio,
        RefusedSignatures refused,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var account = ApiCaller.Of(context).Account;
        List<DriftFinding> findings = [.. await Doctor.ExamineAsync(account, policy.PublicBaseUrl, twilio, time, cancellation)];

        // Those that named no known account are shown to everybody: they may be anybody's.
        findings.AddRange(
            refused
                .Last.Where(r => r.AccountSid is null || r.AccountSid == account.Sid)
                .Select(r => new DriftFinding(
                    "signature-refused",
                    r.Url,
                    null,
                    $"{KebabCase<Twilio.SignatureCause>.Name(r.Cause)}, {UtcTime.Write(r.At)}",
                    SignatureAdvice.DoThis(r.Cause)
                ))
        );
        return TypedResults.Json(new DoctorReport(findings), ApiJson.Written.DoctorReport);
    }
}

/// <summary>What the doctor found.</summary>
public sealed record DoctorReport(IReadOnlyList<DriftFinding> Findings);
