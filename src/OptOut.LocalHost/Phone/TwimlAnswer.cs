using System.Xml;
using System.Xml.Linq;

namespace OptOut.LocalHost;

/// <summary>What Twilio takes from an answer to an inbound message.</summary>
/// <param name="Redirect">Where the answer sends Twilio on to; the simulator notes it and does not go there.</param>
internal sealed record TwimlAnswer(IReadOnlyList<TwimlAnswer.Message> Messages, string? Redirect)
{
    /// <summary>One <c>&lt;Message&gt;</c>, with its attributes where given.</summary>
    public sealed record Message(string Body, string? From, string? To, string? StatusCallback);

    /// <summary>Null when it is no TwiML: Twilio then logs error 12100 and sends nothing.</summary>
    /// <remarks>https://www.twilio.com/docs/messaging/twiml/message</remarks>
    public static TwimlAnswer? Parse(string text)
    {
        XElement? response;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            response = XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
        if (response?.Name.LocalName is not "Response")
        {
            return null;
        }
        var messages = response
            .Elements()
            .Where(verb => verb.Name.LocalName is "Message" or "Sms")
            .Select(verb => new Message(
                string.Concat(BodyOf(verb)),
                (string?)verb.Attribute("from"),
                (string?)verb.Attribute("to"),
                (string?)verb.Attribute("statusCallback")
            ));
        return new([.. messages], response.Elements("Redirect").FirstOrDefault()?.Value.Trim());
    }

    private static IEnumerable<string> BodyOf(XElement verb) =>
        verb.Elements("Body").Any()
            ? verb.Elements("Body").Select(body => body.Value)
            : verb.Nodes().OfType<XText>().Select(text => text.Value);
}
