namespace OptOut.Http;

/// <summary>Examples that the descriptions of several subjects share. They are answers and requests of the demo account.</summary>
internal static class SharedExamples
{
    public const string Correction = """{"reason":"A wrong number was entered.","actor":"j.doe"}""";

    public const string ImportResults = """
        {"line":2,"recipient":"+14155552671","result":"added"}
        {"line":3,"result":"invalid","errors":{"recipient":["is no address."]}}
        {"summary":{"lines":2,"added":1,"invalid":1},"complete":true}
        """;

    public const string Event =
        """{"id":"ev-3f2a-2","sequence":2,"type":"opted-out","at":"2026-01-31T12:00:00Z","recordedAt":"2026-01-31T12:00:00Z","brand":"acme","scope":"brand","source":"message","keyword":"STOP","policy":"2024-11-12"}""";
}
