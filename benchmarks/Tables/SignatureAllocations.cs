using System.Text;
using BenchmarkDotNet.Attributes;
using OptOut.Twilio;

namespace OptOut.Benchmarks;

/// <summary>What a signature check allocates: the form's one buffer of the body's length, and its table of fields.</summary>
[MemoryDiagnoser, ShortRunJob]
public class SignatureAllocations
{
    private static readonly string[] Tokens = [Webhooks.AuthToken];
    private readonly byte[] body;
    private readonly string signature;
    private readonly FormBody form;

    public SignatureAllocations()
    {
        var fields = Webhooks.Fields("+14155552671", "STOP");
        body = Encoding.ASCII.GetBytes(Webhooks.Form(fields));
        signature = TwilioSigner.Sign(Webhooks.BaseUrl + Webhooks.Path, fields, Webhooks.AuthToken);
        form = FormBody.Parse(body);
    }

    [Benchmark]
    public FormBody Parse() => FormBody.Parse(body);

    [Benchmark]
    public SignatureResult Validate() => TwilioSignature.Validate(Webhooks.BaseUrl, Webhooks.Path, form, signature, Tokens);
}
