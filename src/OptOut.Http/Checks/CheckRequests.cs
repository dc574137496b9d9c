using System.Text.Json;

namespace OptOut.Http;

/// <summary><c>GET /api/checks/{recipient}</c>.</summary>
internal sealed record OneCheck(CheckItem Item, RecipientAddress Recipient, CheckQuestion Question) : IApiRequest<OneCheck>
{
    public static ValueTask<OneCheck?> ReadAsync(RequestReader request)
    {
        if (request.Brand(request.Query("brand")) is not { } brand)
        {
            return default;
        }

        var item = new CheckItem
        {
            Recipient = request.Path("recipient"),
            Campaign = request.Query("campaign"),
            Kind = request.Query("kind"),
            Sender = request.Query("sender"),
            At = request.Errors.Time("at", request.Query("at")),
        };
        return new(
            CheckQuestions.Read(request.Account, brand, item, request.Now, request.Errors) is ({ } recipient, { } question)
                ? new OneCheck(item, recipient, question)
                : null
        );
    }
}

/// <summary><c>POST /api/checks</c>. The items are read one by one later: what is wrong with one is its own result.</summary>
internal sealed record ManyChecks(ApiCaller Caller, IReadOnlyList<JsonElement> Items) : IApiRequest<ManyChecks>
{
    private const int MaxItems = 1000;

    public static async ValueTask<ManyChecks?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.CheckBatch) is not { Checks: { } items })
        {
            return null;
        }

        request.Errors.Check(items.Count is > 0 and <= MaxItems, "checks", $"holds 1 to {MaxItems} checks.");
        if (request.Caller.Permission < Permission.Write && items.Any(Reserves))
        {
            request.Refuse(Problems.Forbidden("A check that reserves needs a key that may write."));
        }

        return new(request.Caller, items);
    }

    private static bool Reserves(JsonElement item) => JsonText.Find(item, "reserve") is { ValueKind: JsonValueKind.True };
}
