using System.Text;
using System.Xml;

namespace OptOut.Twilio;

/// <summary>Writes TwiML, Twilio's answer format. Source: twilio.com/docs/messaging/twiml.</summary>
public static class Twiml
{
    /// <summary>The content type that goes with it.</summary>
    public const string ContentType = "text/xml; charset=utf-8";

    /// <summary>The answer that says nothing.</summary>
    public const string Empty = Declaration + "<Response/>";

    private const string Declaration = """<?xml version="1.0" encoding="UTF-8"?>""";

    /// <summary>One message back to whoever wrote.</summary>
    /// <param name="text">The text. Characters that XML 1.0 has no place for are dropped.</param>
    /// <param name="statusCallback">Where Twilio reports the message's fate.</param>
    public static string Message(string text, Uri statusCallback)
    {
        var twiml = new StringBuilder(Declaration).Append("<Response><Message statusCallback=\"");
        AppendEscaped(twiml, statusCallback.OriginalString).Append("\">");
        return AppendEscaped(twiml, text).Append("</Message></Response>").ToString();
    }

    /// <summary>Twilio posts the message on to <paramref name="url"/>, and takes its TwiML from there.</summary>
    public static string Redirect(Uri url)
    {
        var twiml = new StringBuilder(Declaration).Append("<Response><Redirect method=\"POST\">");
        return AppendEscaped(twiml, url.OriginalString).Append("</Redirect></Response>").ToString();
    }

    private static StringBuilder AppendEscaped(StringBuilder twiml, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                twiml.Append(c).Append(text[++i]);
            }
            else if (XmlConvert.IsXmlChar(c))
            {
                _ = c switch
                {
                    '&' => twiml.Append("&amp;"),
                    '<' => twiml.Append("&lt;"),
                    '>' => twiml.Append("&gt;"),
                    '"' => twiml.Append("&quot;"),
                    '\r' => twiml.Append("&#xD;"), // A parser would make it a line feed.
                    '\n' => twiml.Append("&#xA;"), // A parser would make it a space in an attribute.
                    '\t' => twiml.Append("&#x9;"),
                    _ => twiml.Append(c),
                };
            }
        }

        return twiml;
    }
}
