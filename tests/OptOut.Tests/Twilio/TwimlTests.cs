using System.Xml.Linq;
using CsCheck;
using OptOut.Twilio;

namespace OptOut.Tests;

public class TwimlTests
{
    private static readonly Uri Callback = new("https://optout.example.com/api/twilio/status?brand=acme&kind=confirmation&q=\"<it's>\"");

    [Fact]
    public void The_empty_answer_is_an_empty_response() =>
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>", Twiml.Empty);

    [Fact]
    public void A_message_carries_its_text_and_its_status_callback()
    {
        const string Text = "Acme & Söhne: <Message> \"ok\"? 'yes' ]]> \U0001F600\r\nReply\tSTOP\n";

        var twiml = Twiml.Message(Text, Callback);

        var message = Assert.Single(XDocument.Parse(twiml).Root!.Elements());
        Assert.Equal(("Message", Text), (message.Name.LocalName, message.Value));
        Assert.Equal(Callback.OriginalString, message.Attribute("statusCallback")?.Value);
        Assert.Equal(2, twiml.Split("<Message").Length);
    }

    [Fact]
    public void A_redirect_is_a_post_to_the_brands_url()
    {
        var redirect = Assert.Single(XDocument.Parse(Twiml.Redirect(Callback)).Root!.Elements());

        Assert.Equal(
            ("Redirect", "POST", Callback.OriginalString),
            (redirect.Name.LocalName, redirect.Attribute("method")?.Value, redirect.Value)
        );
    }

    [Fact]
    public void What_xml_has_no_place_for_is_dropped() =>
        Assert.Equal("abcdefg", XDocument.Parse(Twiml.Message("a\0b\u0001c\uFFFEd\uFFFFe\ud800f\udc00g", Callback)).Root!.Value);

    [Fact]
    public void Any_text_makes_one_message_that_parses() =>
        Gen.String.Sample(text => XDocument.Parse(Twiml.Message(text, Callback)).Root!.Elements().Count() == 1);
}
