namespace OptOut.IntegrationTests;

/// <summary>A JSON request of each operation of the API, for <see cref="OpenApiFieldTests"/>.</summary>
internal static class RequestBodies
{
    /// <summary>Stands for a person of the request's own.</summary>
    public const string Person = "$person";

    /// <summary>
    /// With as many fields as can stand together, by operation; behind a slash, another one with the fields that could not.
    /// </summary>
    public static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["PostConsent"] = """
            {"recipient":"$person","brand":"acme","campaigns":["offers"],"basis":"express","method":"web-form","level":"written","language":"es","timeZone":"America/Chicago",
             "obtainedAt":"2026-01-30T09:00:00Z","statement":"Yes, text me.","numberProvidedByRecipient":true,
             "proof":{"reference":"form-1","uri":"https://example.org/form"},"ageVerified":{"minimumAge":21,"method":"id-document","verifiedAt":"2026-01-30T09:00:00Z"},
             "frequency":{"max":4,"per":"P1M"},"reconsent":true}
            """,
        ["PostConsent/of a customer"] = """
            {"recipient":"$person","brand":"acme","basis":"prior-relationship","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Ordered.",
             "numberProvidedByRecipient":true,"trigger":"order","proof":{"reference":"order-1"}}
            """,
        ["PostConsent/of an order"] = """
            {"recipient":"$person","brand":"acme","basis":"prior-relationship","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Ordered.",
             "numberProvidedByRecipient":true,"trigger":{"kind":"order","reference":"order-1","at":"2026-01-30T09:00:00Z"},"proof":{"uri":"https://example.org/order"}}
            """,
        ["PutSuppression/of a campaign"] =
            """{"brand":"acme","scope":"campaign","campaign":"offers","reason":"Asked on the phone.","source":"phone"}""",
        ["PutSuppression"] =
            """{"brand":"acme","scope":"brand","sender":"+14155550100","reason":"Asked on the phone.","source":"phone","at":"2026-01-31T12:00:00Z"}""",
        ["DeleteSuppression"] = """{"reason":"A wrong number was entered.","actor":"j.doe"}""",
        ["EraseRecipient"] = """{"reason":"Asked for it.","actor":"j.doe"}""",
        ["DeleteConsent"] = """{"reason":"Said so.","actor":"j.doe"}""",
        ["PutPreferences"] =
            """{"brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/New_York","region":"US-NY","source":"phone","proof":{"reference":"call-1","uri":"https://example.org/call","messageSid":"SM1"}}""",
        ["PostSend"] = """
            {"recipient":"$person","brand":"acme","campaign":"offers","kind":"campaign","sender":"+14155550100","messageSid":"SM0123456789abcdef0123456789abcdef",
             "sentAt":"2026-02-01T09:00:00Z","fulfilled":["identify-sender"],"decision":"none of ours"}
            """,
        ["PostSend/of a plan"] = """
            {"recipient":"$person","brand":"acme","campaign":"offers","kind":"campaign","sender":"+14155550100","messageSid":"SM0123456789abcdef0123456789abcdef",
             "status":"scheduled","sendAt":"$soon"}
            """,
        ["PutHold"] = """{"hold":false,"reason":"The case is over.","actor":"j.doe"}""",
        ["PostLink"] = """{"recipient":"$person","brand":"acme","expires":"$soon"}""",
        ["PostReassigned"] = """{"at":"2026-01-31T12:00:00Z","source":"the carrier"}""",
        ["CheckBatch"] =
            """{"checks":[{"reference":"order-7","recipient":"$person","brand":"acme","campaign":"offers","kind":"campaign","sender":"+14155550100","body":"Acme: hello.","content":"alcohol","at":"$soon","reserve":false}]}""",
        ["PutCampaignSuspension"] = """{"suspended":false,"reason":"It goes on.","actor":"j.doe"}""",
        ["PutBrandSuspension"] = """{"suspended":false,"reason":"It goes on.","actor":"j.doe"}""",
        ["PostDownload"] = """{"what":"suppressions","brand":"acme"}""",
        ["PostDownload/of one person"] = """{"what":"evidence","brand":"acme","person":"$person"}""",
        ["SearchRecipients/by number"] = """{"brand":"acme","recipient":"(415) 555-2671","country":"US"}""",
        ["SearchRecipients/by digits"] = """{"brand":"acme","last4":"2671"}""",
        ["SearchRecipients/by reference"] = """{"brand":"acme","reference":"order-1"}""",
        ["SearchRecipients/by person"] = """{"brand":"acme","person":"p1.kQ"}""",
    };
}
