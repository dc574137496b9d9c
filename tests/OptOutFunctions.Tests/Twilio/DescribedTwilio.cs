using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OptOutFunctions.Tests;

/// <summary>
/// A Twilio made from its public description: it takes nothing that the description does not know, answers nothing that it does not
/// promise, and gives lists in pages of two.
/// </summary>
internal sealed class DescribedTwilio
{
    private const int PageSize = 2;
    private readonly ApiDescription description = ApiDescription.Read();
    private readonly Dictionary<string, List<JsonObject>> items = new(StringComparer.Ordinal);
    private readonly List<string> violations = [];
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public DescribedTwilio(LoopbackTwilio wire) => wire.Answer = (_, context) => AnswerAsync(context);

    /// <summary>What was asked against the description.</summary>
    public IList<string> Violations => violations;

    /// <summary>The operations that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => this.asked;

    public IReadOnlyList<JsonObject> Operations => description.Operations;

    /// <summary>What is answered to the items of a consent report, by correlation id: error code and words.</summary>
    public Func<JsonObject, (int Code, string[] Messages)> Consent { get; set; } = _ => (0, []);

    /// <summary>What stands behind any address that is no Twilio operation, such as a signed URL.</summary>
    public (string Host, string Text)? Elsewhere { get; set; }

    /// <summary>Twilio has these: the messages, numbers, services that an operation answers with.</summary>
    public void Has(string operation, params JsonObject[] items)
    {
        var fields = description.AnswerOf(description.Operations.Single(o => o["operation"]!.GetValue<string>() == operation));
        foreach (var item in items)
        {
            Assert.Null(description.WrongObject(fields, item));
            foreach (var (name, type) in fields.Where(f => !item.ContainsKey(f.Key)))
            {
                Assert.True(type!["nullable"] is not null, $"{operation} always has {name}.");
                item[name] = null;
            }
        }

        this.items[operation] = [.. items];
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (Elsewhere is { } elsewhere && request.Host.Host == elsewhere.Host)
        {
            await context.Response.WriteAsync(request.Headers.Authorization.Count > 0 ? "the token went to another host" : elsewhere.Text);
            return;
        }

        if (description.Find(request.Method, request.Host.Host, request.Path) is not var (operation, inPath))
        {
            await RefuseAsync(context, $"{request.Method} {request.Host}{request.Path} does not exist");
            return;
        }

        var name = operation["operation"]!.GetValue<string>();
        this.asked.Add(name);
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        var form = request.HasFormContentType
            ? (await request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal)
            : [];
        var wrong = inPath
            .Select(p => WrongPart(operation["inPath"], p.Key, p.Value))
            .Concat(query.SelectMany(q => q.Value.Select(v => WrongPart(operation["query"], q.Key, v!))))
            .Concat(form.SelectMany(f => f.Value.Select(v => WrongPart(operation["form"], f.Key, v!))))
            .Concat(
                (operation["required"]?.AsArray() ?? []).Select(r => form.ContainsKey(r!.GetValue<string>()) ? null : $"{r} is required")
            )
            .Append(request.Method == "POST" && !request.HasFormContentType ? "the body is no form" : null)
            .FirstOrDefault(w => w is not null);
        if (wrong is not null)
        {
            await RefuseAsync(context, $"{name}: {wrong}");
            return;
        }

        await (
            name switch
            {
                "CreateBulkConsents" => AnswerAsync(
                    context,
                    operation,
                    new JsonObject { ["items"] = new JsonArray([.. form["Items"].Select(Consented)]) }
                ),
                "UpdateMessage" => CancelAsync(context, operation, inPath["Sid"], form["Status"].ToString()),
                "FetchMessage" => Find(name, inPath["Sid"]) is { } one
                    ? AnswerAsync(context, operation, one)
                    : ErrorAsync(context, 404, 20404),
                _ when operation["items"] is not null => ListAsync(context, operation, [.. Matching(name, inPath, query)]),
                _ => this.items.GetValueOrDefault(name) is [var given, ..]
                    ? AnswerAsync(context, operation, given)
                    : ErrorAsync(context, 404, 20404),
            }
        );
    }

    private JsonNode Consented(string? text)
    {
        var item = JsonNode.Parse(text!)!.AsObject();
        var (code, messages) = Consent(item);
        return new JsonObject
        {
            ["correlation_id"] = item["correlation_id"]!.GetValue<string>(),
            ["error_code"] = code,
            ["error_messages"] = new JsonArray([.. messages.Select(m => (JsonNode)m)]),
        };
    }

    /// <summary>Only what is scheduled can be cancelled.</summary>
    private Task CancelAsync(HttpContext context, JsonObject operation, string sid, string status)
    {
        if (Find("FetchMessage", sid) is not { } message)
        {
            return ErrorAsync(context, 404, 20404);
        }

        if (message["status"]!.GetValue<string>() != "scheduled")
        {
            return ErrorAsync(context, 400, 30409);
        }

        message["status"] = status;
        return AnswerAsync(context, operation, message);
    }

    private JsonObject? Find(string operation, string sid) =>
        this.items.GetValueOrDefault(operation)?.FirstOrDefault(i => i["sid"]!.GetValue<string>() == sid);

    /// <summary>The items that the path and the filters of the query leave; a date that is not set matches no filter.</summary>
    private IEnumerable<JsonObject> Matching(
        string operation,
        IReadOnlyDictionary<string, string> inPath,
        IReadOnlyDictionary<string, Microsoft.Extensions.Primitives.StringValues> query
    )
    {
        var service = inPath.GetValueOrDefault("ServiceSid") ?? inPath.GetValueOrDefault("ConversationSid");
        return from item in this.items.GetValueOrDefault(operation) ?? []
            let of = (item["service_sid"] ?? item["conversation_sid"])?.GetValue<string>()
            where service is null || of is null || of == service
            where !query.TryGetValue("To", out var to) || item["to"]!.GetValue<string>() == to
            let sent = item["date_sent"] is { } date
                ? DateTimeOffset.Parse(date.GetValue<string>(), CultureInfo.InvariantCulture)
                : (DateTimeOffset?)null
            where !query.TryGetValue("DateSent<", out var before) || sent <= DateTimeOffset.Parse(before!, CultureInfo.InvariantCulture)
            where !query.TryGetValue("DateSent>", out var after) || sent >= DateTimeOffset.Parse(after!, CultureInfo.InvariantCulture)
            select item;
    }

    private static Task ListAsync(HttpContext context, JsonObject operation, List<JsonObject> items)
    {
        var request = context.Request;
        var page = int.TryParse(request.Query["Page"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var isLast = (page + 1) * PageSize >= items.Count;
        var others = request
            .Query.Where(q => q.Key is not ("Page" or "PageToken"))
            .Append(new("Page", (page + 1).ToString(CultureInfo.InvariantCulture)))
            .Append(new("PageToken", "PT" + page));
        var next = isLast ? null : QueryHelpers.AddQueryString(request.Path, others);
        var body = new JsonObject
        {
            [operation["items"]!.GetValue<string>()] = new JsonArray([
                .. items.Skip(page * PageSize).Take(PageSize).Select(i => i.DeepClone()),
            ]),
        };
        if (operation["paging"]!.GetValue<string>() == "uri")
        {
            (body["page"], body["page_size"], body["uri"], body["first_page_uri"], body["next_page_uri"], body["previous_page_uri"]) = (
                page,
                PageSize,
                "/x",
                "/x",
                next,
                null
            );
        }
        else
        {
            var host = "https://" + operation["host"]!.GetValue<string>();
            body["meta"] = new JsonObject
            {
                ["page"] = page,
                ["page_size"] = PageSize,
                ["key"] = operation["items"]!.GetValue<string>(),
                ["url"] = host + "/x",
                ["first_page_url"] = host + "/x",
                ["previous_page_url"] = null,
                ["next_page_url"] = next is null ? null : host + next,
            };
        }

        return LoopbackTwilio.ReplyAsync(context, operation["status"]!.GetValue<int>(), body.ToJsonString());
    }

    private static Task AnswerAsync(HttpContext context, JsonObject operation, JsonObject body)
    {
        if (operation["status"]!.GetValue<int>() == 307)
        {
            context.Response.Headers.Location = body["redirect_to"]!.GetValue<string>();
        }

        return LoopbackTwilio.ReplyAsync(context, operation["status"]!.GetValue<int>(), body.ToJsonString());
    }

    private string? WrongPart(JsonNode? known, string name, string value) =>
        known?[name] is { } type
            ? description.WrongText(type, value) is { } wrong
                ? $"{name} {wrong}"
                : null
            : $"{name} does not exist";

    private Task RefuseAsync(HttpContext context, string violation)
    {
        violations.Add(violation);
        return ErrorAsync(context, 400, 20001);
    }

    private static Task ErrorAsync(HttpContext context, int status, int code) =>
        LoopbackTwilio.ReplyAsync(context, status, TwilioJson.Error(code, status));
}
