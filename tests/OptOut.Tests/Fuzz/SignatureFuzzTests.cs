using System.Text;
using CsCheck;
using OptOut.Twilio;

namespace OptOut.Tests;

/// <summary>
/// What was signed passes, and nothing that was changed. A file of the corpus is a path and query, and a body in the lines below.
/// </summary>
public class SignatureFuzzTests
{
    private const string Base = "https://optout.example.com",
        Token = "0123456789abcdef0123456789abcdef";

    private static readonly Request[] Requests = [.. Corpus.Of("signature").Select(Read)];

    private static readonly Gen<Request> AnyRequest = Gen.Int[0, Requests.Length - 1].Select(index => Requests[index]);

    [Fact]
    public void Each_request_of_the_corpus_passes_as_it_was_signed() =>
        Assert.All(
            Requests,
            request =>
            {
                Assert.Equal(SignatureResult.Valid, request.Check(request.Signature));
                Assert.Equal(SignatureResult.NoToken, TwilioSignature.Validate(Base, request.Path, request.Form, request.Signature, []));
            }
        );

    [Fact]
    public void A_header_that_differs_in_anything_passes_nowhere() =>
        Gen.Select(AnyRequest, Corpus.Mutants([.. Requests.Select(r => Encoding.ASCII.GetBytes(r.Signature))]))
            .Sample(
                (request, header) =>
                {
                    var text = Encoding.Latin1.GetString(header);
                    return text == request.Signature || request.Check(text) != SignatureResult.Valid;
                },
                iter: 5_000
            );

    [Fact]
    public void A_path_or_query_that_differs_in_anything_passes_nowhere() =>
        Gen.Select(AnyRequest, Corpus.Mutants([.. Requests.Select(r => Encoding.ASCII.GetBytes(r.Path[1..]))]))
            .Sample(
                (request, path) =>
                {
                    var text = "/" + Encoding.Latin1.GetString(path);
                    return text == request.Path || (request with { Path = text }).Check(request.Signature) != SignatureResult.Valid;
                },
                iter: 5_000
            );

    // Names and values are signed strung together, so a changed body may have the same signature: then Twilio's own signer, written apart,
    // says so too.
    [Fact]
    public void A_body_whose_fields_differ_passes_only_where_Twilio_itself_would_sign_it_alike() =>
        Gen.Select(AnyRequest, Corpus.Mutants([.. Requests.Select(r => r.Body)]))
            .Sample(
                (request, body) =>
                {
                    var changed = request with { Body = body };
                    return changed.Check(request.Signature) == SignatureResult.Valid == (changed.Signature == request.Signature);
                },
                iter: 5_000
            );

    [Fact]
    public void JSON_that_differs_in_a_byte_passes_nowhere() =>
        Gen.Select(AnyRequest, Corpus.Mutants("json"))
            .Sample(
                (request, body) =>
                {
                    var (url, signature) = TwilioSigner.SignJson(Base + request.Path, request.Body, Token);
                    SignatureResult Check(byte[] json) => TwilioSignature.ValidateJson(Base, url[Base.Length..], json, signature, [Token]);
                    return Check(request.Body) == SignatureResult.Valid
                        && (body.SequenceEqual(request.Body) || Check(body) == SignatureResult.BodyHashMismatch);
                },
                iter: 1_000
            );

    private static Request Read(byte[] file)
    {
        var end = Array.IndexOf(file, (byte)'\n');
        return new(Encoding.ASCII.GetString(file, 0, end), file[(end + 1)..]);
    }

    private sealed record Request(string Path, byte[] Body)
    {
        public FormBody Form => FormBody.Parse(Body);

        public string Signature => TwilioSigner.Sign(Base + Path, Form.Pairs(), Token);

        public SignatureResult Check(string header) => TwilioSignature.Validate(Base, Path, Form, header, [Token]);
    }
}
