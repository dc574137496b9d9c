using System.Net.Http.Headers;
using System.Text;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>Who may post a webhook, and what becomes of the others.</summary>
public sealed class SignatureTests(Head head) : ContractTest(head)
{
    private static List<KeyValuePair<string, string>> Form(string from, params (string Name, string Value)[] more) =>
        [
            new("MessageSid", NewSid()),
            new("AccountSid", Account),
            new("From", from),
            new("To", Acme),
            new("Body", "STOP"),
            .. more.Select(m => new KeyValuePair<string, string>(m.Name, m.Value)),
        ];

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all")]
    [InlineData("wrong token")]
    public async Task A_wrong_signature_is_403_and_changes_nothing(string signature)
    {
        var person = Number();
        var form = Form(person);
        ExpectProblem(
            403,
            await FormAsync(
                form,
                signature: signature == "wrong token" ? TwilioSigner.Sign(Base + MessagesPath, form, OtherToken) : signature
            )
        );
        Assert.False(await SuppressedAsync(person));
        Assert.Empty(await HistoryAsync(person));
    }

    [Fact]
    public async Task No_signature_is_403()
    {
        ExpectProblem(403, await PostSignedAsync(MessagesPath, new FormUrlEncodedContent(Form(Number()))));
    }

    [Fact]
    public async Task A_repeated_signature_header_is_403()
    {
        var form = Form(Number());
        var good = TwilioSigner.Sign(Base + MessagesPath, form, Token);
        ExpectProblem(403, await PostSignedAsync(MessagesPath, new FormUrlEncodedContent(form), good, good));
    }

    [Fact]
    public async Task Both_tokens_of_a_rotation_sign()
    {
        var person = Number();
        Expect(200, await FormAsync(Form(person), token: "contract-token-next"));
        Assert.True(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000000")]
    [InlineData("acc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0")]
    [InlineData(OtherAccount)]
    public async Task Only_a_token_of_the_signed_account_counts(string account)
    {
        var form = Form(Number());
        form[1] = new("AccountSid", account);
        ExpectProblem(403, await FormAsync(form));
    }

    [Fact]
    public async Task Two_accounts_in_one_body_are_403()
    {
        ExpectProblem(403, await FormAsync(Form(Number(), ("AccountSid", OtherAccount))));
    }

    [Fact]
    public async Task The_query_as_received_is_signed()
    {
        const string path = MessagesPath + "?a=%20b&b=+c&a=%C3%A9&c=%2f~";
        var person = Number();
        Expect(200, await FormAsync(Form(person), path));
        Assert.True(await SuppressedAsync(person));
        var form = Form(Number());
        ExpectProblem(403, await FormAsync(form, path, signature: TwilioSigner.Sign(Base + MessagesPath, form, Token)));
    }

    [Theory]
    [InlineData("?a=%7E")]
    [InlineData("?a=%c3%a9")]
    [InlineData("?a=%41")]
    public async Task An_escape_that_could_be_written_otherwise_is_signed_as_it_is(string query)
    {
        Assert.SkipWhen(Head.Elsewhere is not null, "The Functions host writes these anew before the head sees them (ADR 0200).");
        Expect(200, await FormAsync(Form(Number()), MessagesPath + query));
    }

    [Fact]
    public async Task The_url_is_never_built_from_the_request()
    {
        var form = Form(Number());
        var client = await Head.ClientAsync();
        ExpectProblem(
            403,
            await FormAsync(
                form,
                signature: TwilioSigner.Sign(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + MessagesPath, form, Token)
            )
        );
    }

    [Fact]
    public async Task A_url_signed_without_its_port_is_Twilios_too()
    {
        var form = Form(Number());
        Expect(200, await FormAsync(form, signature: TwilioSigner.Sign("https://optout.example.org/front" + MessagesPath, form, Token)));
    }

    [Fact]
    public async Task Repeated_and_case_differing_names_are_signed_as_they_are()
    {
        var person = Number();
        Expect(200, await FormAsync(Form(person, ("Media", "b"), ("Media", "a"), ("Media", "a"), ("media", "é & +%"), ("body", "hello"))));
        Assert.True(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("MessageSid")]
    [InlineData("From")]
    [InlineData("To")]
    public async Task Signed_without_its_identity_is_400_and_names_the_field(string field)
    {
        var person = Number();
        ExpectProblem(400, await TextAsync(person, "STOP", fields: (field, null)), field);
        ExpectProblem(400, await TextAsync(person, "STOP", fields: (field, "")), field);
        Assert.Empty(await HistoryAsync(person));
    }

    [Theory]
    [InlineData("MessageSid")]
    [InlineData("From")]
    [InlineData("To")]
    public async Task Signed_with_its_identity_twice_is_400_even_when_both_agree(string field)
    {
        var form = Form(Number());
        form.Add(form.First(f => f.Key == field));
        ExpectProblem(400, await FormAsync(form), field);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Any_method_but_POST_is_405(string method)
    {
        ExpectProblem(405, await RawAsync(new HttpMethod(method), MessagesPath, null, key: null));
    }

    [Theory]
    [InlineData(64 * 1024, 200)]
    [InlineData((64 * 1024) + 1, 413)]
    public async Task A_body_is_at_most_64_KiB(int length, int status)
    {
        var form = Form(Number(), ("Padding", ""));
        var encoded = await new FormUrlEncodedContent(form).ReadAsStringAsync();
        form[^1] = new("Padding", new string('x', length - encoded.Length));
        Expect(status, await FormAsync(form));
        Expect(
            status,
            await PostSignedAsync(
                MessagesPath,
                new Chunked(await new FormUrlEncodedContent(form).ReadAsByteArrayAsync()),
                TwilioSigner.Sign(Base + MessagesPath, form, Token)
            )
        );
    }

    [Fact]
    public async Task A_signed_form_without_a_content_type_is_read()
    {
        var form = Form(Number());
        var content = new ByteArrayContent(await new FormUrlEncodedContent(form).ReadAsByteArrayAsync());
        Expect(200, await PostSignedAsync(MessagesPath, content, TwilioSigner.Sign(Base + MessagesPath, form, Token)));
    }

    [Fact]
    public async Task An_empty_body_is_403()
    {
        ExpectProblem(403, await FormAsync([]));
    }

    [Fact]
    public async Task JSON_counts_only_with_its_hash_in_the_signed_query()
    {
        var person = Number();
        var json = Encoding.UTF8.GetBytes(
            $$"""{"MessageSid":"{{NewSid()}}","AccountSid":"{{Account}}","From":"{{person}}","To":"{{Acme}}","Body":"STOP"}"""
        );
        ExpectProblem(403, await PostSignedAsync(MessagesPath, Json(json), TwilioSigner.Sign(Base + MessagesPath, [], Token)));
        var (url, signature) = TwilioSigner.SignJson(Base + MessagesPath, json, Token);
        ExpectProblem(403, await PostSignedAsync(url[Base.Length..], Json([.. json, (byte)' ']), signature));
        Assert.False(await SuppressedAsync(person));
        Expect(200, await PostSignedAsync(url[Base.Length..], Json(json), signature));
        Assert.True(await SuppressedAsync(person));
    }

    private static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A form whose length is not announced.</summary>
    private sealed class Chunked : StreamContent
    {
        public Chunked(byte[] form)
            : base(new MemoryStream(form)) => Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
