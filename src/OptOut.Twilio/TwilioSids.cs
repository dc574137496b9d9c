namespace OptOut.Http;
public static class TwilioSids { public static bool IsMessage(string sid) => sid.Length == 34; }
