using Twilio.Rest;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Messaging.V1;
using Twilio.Rest.Messaging.V1.Service;

namespace OptOutFunctions;

/// <summary>What an account has set at Twilio, by its SDK: numbers, messaging services, their numbers and registered A2P campaigns. It only reads.</summary>
internal sealed class TwilioSdkSettings(TwilioCalls twilio) : ITwilioSettings
{
    /// <inheritdoc />
    public async Task<TwilioSettings> ReadAsync(string accountSid, CancellationToken cancellation)
    {
        var services = new List<TwilioMessagingService>();
        var serviceOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in await AllAsync<ServiceResource>(accountSid, Domain.Messaging, "/v1/Services", "services", cancellation))
        {
            foreach (var number in await AllAsync<PhoneNumberResource>(accountSid, Domain.Messaging, $"/v1/Services/{service.Sid}/PhoneNumbers", "phone_numbers", cancellation))
            {
                serviceOf[number.PhoneNumber.ToString()] = service.Sid;
            }

            var programs = await AllAsync<UsAppToPersonResource>(accountSid, Domain.Messaging, $"/v1/Services/{service.Sid}/Compliance/Usa2p", "compliance", cancellation);
            services.Add(new TwilioMessagingService(
                service.Sid,
                new TwilioWebhook(service.InboundRequestUrl?.OriginalString, service.InboundMethod?.ToString(), service.FallbackUrl?.OriginalString, service.FallbackMethod?.ToString()),
                service.UseInboundWebhookOnNumber ?? false,
                programs is [var program, ..] ? Program(program) : null));
        }

        var numbers = await AllAsync<IncomingPhoneNumberResource>(
            accountSid, Domain.Api, $"/2010-04-01/Accounts/{accountSid}/IncomingPhoneNumbers.json", "incoming_phone_numbers", cancellation);
        return new TwilioSettings(
            [
                .. numbers.Select(n => new TwilioNumber(
                    n.PhoneNumber.ToString(),
                    new TwilioWebhook(n.SmsUrl?.OriginalString, n.SmsMethod?.ToString(), n.SmsFallbackUrl?.OriginalString, n.SmsFallbackMethod?.ToString()),
                    serviceOf.GetValueOrDefault(n.PhoneNumber.ToString()))),
            ],
            services);
    }

    private static TwilioProgram Program(UsAppToPersonResource program) => new(
        program.OptOutKeywords ?? [], program.OptInKeywords ?? [], program.HelpKeywords ?? [], program.OptOutMessage, program.OptInMessage, program.HelpMessage);

    private async Task<IReadOnlyList<T>> AllAsync<T>(string accountSid, Domain domain, string path, string items, CancellationToken cancellation) where T : global::Twilio.Base.Resource
    {
        var all = new List<T>();
        await foreach (var page in twilio.ReadPagesAsync<T>(accountSid, domain, path, [new("PageSize", "100")], items, cancellation))
        {
            all.AddRange(page);
        }

        return all;
    }
}
