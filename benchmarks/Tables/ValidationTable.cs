using System.Diagnostics;
using System.Text;
using OptOut.Twilio;

namespace OptOut.Benchmarks;

/// <summary>
/// One validation of a signature: ours from the body's bytes on, the official helper's from there too and from fields already parsed. Each
/// is timed in short slices, of which the median counts: a slice takes less than the system gives a program at a time, so that others on
/// the machine do not count.
/// </summary>
internal static class ValidationTable
{
    private const int Slices = 2_000;
    private const int InSlice = 20;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        var fields = Webhooks.Fields("+14155552671", "STOP");
        var form = Webhooks.Form(fields);
        var body = Encoding.ASCII.GetBytes(form);
        const string Url = Webhooks.BaseUrl + Webhooks.Path;
        var signature = TwilioSigner.Sign(Url, fields, Webhooks.AuthToken);
        List<double> ours = [],
            parsed = [],
            fromBody = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var mine = Ours(body, signature);
            var official = await Peers.ValidateAsync(Url, form, signature, Slices, InSlice);
            if (round > 0)
            {
                ours.Add(mine);
                parsed.Add(official.Validation);
                fromBody.Add(official.FromBody);
            }
        }

        Report.Print(
            "Signature validation ÷ official helper (npm twilio)",
            ["", "µs a validation", "ratio, median (min to max)"],
            ["OptOut: parse and validate", Report.Number(ours.Median(), 2), ""],
            Row("querystring.parse and twilio.validateRequest", fromBody),
            Row("twilio.validateRequest, fields already parsed", parsed),
            ["", "", "goal ≤ 1"]
        );

        string[] Row(string what, List<double> theirs) =>
            [what, Report.Number(theirs.Median(), 2), Report.Ratio([.. ours.Zip(theirs, (a, b) => a / b)], 2)];
    }

    private static double Ours(byte[] body, string signature)
    {
        string[] tokens = [Webhooks.AuthToken];
        var slices = new double[Slices];
        for (var slice = 0; slice < Slices; slice++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < InSlice; i++)
            {
                if (
                    TwilioSignature.Validate(Webhooks.BaseUrl, Webhooks.Path, FormBody.Parse(body), signature, tokens)
                    != SignatureResult.Valid
                )
                {
                    throw new InvalidOperationException("The signature must be valid.");
                }
            }

            slices[slice] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / InSlice;
        }

        return slices.Median();
    }
}
