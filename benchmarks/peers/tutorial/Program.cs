// The webhook as a tutorial for C# has it: a minimal API, Twilio's own validator and TwiML, and one row a STOP. No receipt, no ledger, no exactly-once.
using Azure.Data.Tables;
using Twilio.Security;
using Twilio.TwiML;

var app = WebApplication.CreateBuilder(args).Build();
var (url, token) = (app.Configuration["BASE_URL"] + "/api/twilio/messages", app.Configuration["AUTH_TOKEN"]!);
var table = new TableClient(app.Configuration["STORAGE"], "Tutorial");
await table.CreateIfNotExistsAsync();

app.MapPost(
    "/api/twilio/messages",
    async (HttpRequest request) =>
    {
        var form = await request.ReadFormAsync();
        var fields = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        if (!new RequestValidator(token).Validate(url, fields, request.Headers["X-Twilio-Signature"].ToString()))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var answer = new MessagingResponse();
        if (fields["Body"].Trim().Equals("STOP", StringComparison.OrdinalIgnoreCase))
        {
            await table.UpsertEntityAsync(new TableEntity("acme", fields["From"]) { ["OptedOutAt"] = DateTimeOffset.UtcNow });
            answer.Message("Acme Clinics: You are unsubscribed and will receive no more messages. Reply START to resubscribe.");
        }

        return Results.Content(answer.ToString(), "text/xml");
    }
);
app.Run();
