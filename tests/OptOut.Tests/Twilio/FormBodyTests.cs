using System.Text;
using CsCheck;
using OptOut.Twilio;

namespace OptOut.Tests;

public class FormBodyTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1", "a:1")]
    [InlineData("a=1&A=2&a=1", "a:1|A:2|a:1")]
    [InlineData("a=b=c", "a:b=c")]
    [InlineData("a", "a:")]
    [InlineData("a=", "a:")]
    [InlineData("=v", ":v")]
    [InlineData("&&a=1&&", "a:1")]
    [InlineData("a+b=c+d%2B", "a b:c d+")]
    [InlineData("a%3Db=%26", "a=b:&")]
    [InlineData("a;b=1;c=2", "a;b:1;c=2")]
    [InlineData("x=100%&y=%4&z=%zz&w=%%41", "x:100%|y:%4|z:%zz|w:%A")]
    [InlineData("x=%c3%A9%E4%B8%AD%F0%9F%98%80", "x:é中\U0001F600")]
    [InlineData("é=中", "é:中")]
    [InlineData("x=%FF", "x:\uFFFD")]
    [InlineData("x=%ED%A0%80", "x:\uFFFD\uFFFD\uFFFD")]
    [InlineData("x=%F0%9F%98", "x:\uFFFD")]
    [InlineData("%C3=%A9", "\uFFFD:\uFFFD")]
    [InlineData("x=%EF%BB%BFa", "x:\uFEFFa")]
    [InlineData("x=%00%0d%0A", "x:\0\r\n")]
    public void A_form_is_read_as_the_web_standard_reads_it(string body, string expected)
    {
        var form = FormBody.Parse(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, string.Join('|', form.Pairs().Select(p => $"{p.Key}:{p.Value}")));
        Assert.Equal(form.Pairs().Count(), form.Count);
    }

    [Fact]
    public void Names_are_case_sensitive_and_repeated_ones_are_told_apart()
    {
        var form = FormBody.Parse("Body=1&body=2&From=a&From=a&Body2="u8);

        Assert.Equal(("1", "2", ""), (form.Single("Body"), form.Single("body"), form.Single("Body2")));
        Assert.Equal((null, null), (form.Single("BODY"), form.First("BODY")));
        Assert.Equal((null, "a"), (form.Single("From"), form.First("From")));
        Assert.Equal((true, false, false), (form.Repeated("From"), form.Repeated("Body"), form.Repeated("To")));
    }

    [Fact]
    public void Arbitrary_bytes_never_throw_and_read_the_same_when_written_again() =>
        Gen.OneOf<byte[]>(Gen.Byte.Array[0, 300], Gen.OneOf("&=+%%%c3a9fF\0"u8.ToArray()).Array[0, 300])
            .Sample(
                body =>
                {
                    var pairs = FormBody.Parse(body).Pairs().ToArray();
                    var again = string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
                    return pairs.SequenceEqual(FormBody.Parse(Encoding.ASCII.GetBytes(again)).Pairs())
                        && pairs.SequenceEqual(FormBody.FromPairs(pairs).Pairs());
                },
                iter: 5_000
            );

    [Fact]
    public void The_parser_keeps_nothing_of_the_buffer_it_read_from()
    {
        var buffer = "Body=STOP"u8.ToArray();
        var form = FormBody.Parse(buffer);
        Array.Clear(buffer);

        Assert.Equal("STOP", form.Single("Body"));
    }
}
