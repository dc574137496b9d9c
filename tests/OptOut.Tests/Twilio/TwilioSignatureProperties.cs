using System.Text;
using CsCheck;
using OptOut.Twilio;

namespace OptOut.Tests;

/// <summary>What holds of any signed request: our signer and our verifier are written apart and must agree.</summary>
public class TwilioSignatureProperties
{
    private static readonly Gen<string> Text = Gen.OneOf<string>(
        Gen.String[Gen.Char['a', 'd'], 0, 4],
        Gen.String[Gen.OneOf<char>(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff'], Gen.Char['\ue000', '\ufffd']), 0, 12],
        Gen.OneOf("\U0001F600", "\uFF21", "a\U00010000", "é", "", "\0", "%41", "a=b&c+d")
    );

    private static readonly Gen<KeyValuePair<string, string>[]> Fields = Gen.Select(
        Text,
        Text,
        (name, value) => KeyValuePair.Create(name, value)
    ).Array[0, 40];

    private static readonly Gen<Request> Requests = Gen.Select(
        Gen.OneOf("https://optout.example.com", "http://127.0.0.1:7071", "https://user:pass@Example.org:8443/prefix", "https://[::1]"),
        Gen.String[Gen.OneOf<char>(Gen.Char['!', '~'], Gen.Const('%')), 0, 30],
        Fields,
        Gen.String[Gen.Char.AlphaNumeric, 32, 32],
        (url, path, fields, token) => new Request(url, "/" + path, fields, token)
    );

    [Fact]
    public void What_we_sign_we_accept_in_any_order_of_its_fields() =>
        Requests
            .SelectMany(r => Gen.Shuffle(r.Fields), (r, shuffled) => (r, shuffled))
            .Sample(
                (r, shuffled) =>
                    r.Validate(r.Sign()) == SignatureResult.Valid
                    && (r with { Fields = shuffled }).Validate(r.Sign()) == SignatureResult.Valid,
                iter: 2_000
            );

    [Fact]
    public void What_we_sign_as_json_we_accept() =>
        Gen.Select(Requests, Gen.Byte.Array[0, 200])
            .Sample(
                (r, body) =>
                {
                    var (url, signature) = TwilioSigner.SignJson(
                        r.Base + r.Path.Replace("bodySHA256", "", StringComparison.Ordinal),
                        body,
                        r.Token
                    );
                    var path = url[r.Base.Length..];
                    byte[] longer = [.. body, 0];
                    return TwilioSignature.ValidateJson(r.Base, path, body, signature, [r.Token]) == SignatureResult.Valid
                        && TwilioSignature.ValidateJson(r.Base, path, longer, signature, [r.Token]) == SignatureResult.BodyHashMismatch;
                },
                iter: 500
            );

    // Bits 0 to 4 only: they turn no character into half of a surrogate pair.
    [Fact]
    public void One_changed_bit_anywhere_is_not_accepted() =>
        Gen.Select(Requests, Gen.Int[0, int.MaxValue], Gen.Int[0, 4])
            .Sample(
                (r, at, bit) =>
                {
                    var signature = r.Sign();
                    var changed = new List<SignatureResult>
                    {
                        (r with { Base = Flip(r.Base, at, bit) }).Validate(signature),
                        (r with { Path = Flip(r.Path, at, bit) }).Validate(signature),
                        (r with { Token = Flip(r.Token, at, bit) }).Validate(signature),
                        r.Validate(Flip(signature, at, bit)),
                    };
                    if (r.Fields.Length > 0)
                    {
                        var field = r.Fields[at % r.Fields.Length];
                        // Names and values are signed strung together, so two forms can have one signature ("a"+"bc", "ab"+"c"): those are
                        // no change to see.
                        var other = new[]
                        {
                            field.Key.Length == 0 ? r : r.With(at, new(Flip(field.Key, at, bit), field.Value)),
                            field.Value.Length == 0 ? r : r.With(at, new(field.Key, Flip(field.Value, at, bit))),
                        };
                        changed.AddRange(other.Where(o => o.Sign() != signature).Select(o => o.Validate(signature)));
                    }

                    return changed.TrueForAll(result => result != SignatureResult.Valid);
                },
                iter: 2_000
            );

    private static string Flip(string text, int at, int bit)
    {
        var characters = text.ToCharArray();
        // A changed half of a pair could be the half of another one; what is changed is then still a change.
        characters[at % characters.Length] ^= (char)(1 << bit);
        return new string(characters);
    }

    private sealed record Request(string Base, string Path, KeyValuePair<string, string>[] Fields, string Token)
    {
        public string Sign() => TwilioSigner.Sign(Base + Path, Fields, Token);

        public SignatureResult Validate(string signature) =>
            TwilioSignature.Validate(Base, Path, FormBody.Parse(Encode()), signature, ["ffffffffffffffffffffffffffffffff", Token]);

        public Request With(int at, KeyValuePair<string, string> field)
        {
            var fields = Fields.ToArray();
            fields[at % fields.Length] = field;
            return this with { Fields = fields };
        }

        // "name=" always, so that an empty name with an empty value is a field too.
        private byte[] Encode() =>
            Encoding.ASCII.GetBytes(string.Join('&', Fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")));
    }
}
