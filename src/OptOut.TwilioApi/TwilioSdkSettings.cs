using Twilio.Rest;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Messaging.V1;
using OfService = Twilio.Rest.Messaging.V1.Service;

namespace OptOut.TwilioApi;

/// <summary>
/// What an account has set at Twilio, by its SDK: numbers, short codes, messaging services with theirs, and registered A2P campaigns. It
/// only reads.
/// </summary>
internal sealed class TwilioSdkSettings(TwilioCalls twilio) : ITwilioSettings
{
    /// <inheritdoc />
    public async Task<TwilioSettings> ReadAsync(string accountSid, CancellationToken cancellation)
    {
        var services = new List<TwilioMessagingService>();
        var serviceOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in await AllAsync<ServiceResource>(accountSid, Domain.Messaging, "/v1/Services", "services", cancellation))
        {
            foreach (
                var number in await AllAsync<OfService.PhoneNumberResource>(
                    accountSid,
                    Domain.Messaging,
                    $"/v1/Services/{service.Sid}/PhoneNumbers",
                    "phone_numbers",
                    cancellation
                )
            )
            {
                serviceOf[number.PhoneNumber.ToString()] = service.Sid;
            }

            foreach (
                var code in await AllAsync<OfService.ShortCodeResource>(
                    accountSid,
                    Domain.Messaging,
                    $"/v1/Services/{service.Sid}/ShortCodes",
                    "short_codes",
                    cancellation
                )
            )
            {
                serviceOf[code.ShortCode] = service.Sid;
            }

            var programs = await AllAsync<OfService.UsAppToPersonResource>(
                accountSid,
                Domain.Messaging,
                $"/v1/Services/{service.Sid}/Compliance/Usa2p",
                "compliance",
                cancellation
            );
            services.Add(
                new TwilioMessagingService(
                    service.Sid,
                    new TwilioWebhook(
                        service.InboundRequestUrl?.OriginalString,
                        service.InboundMethod?.ToString(),
                        service.FallbackUrl?.OriginalString,
                        service.FallbackMethod?.ToString()
                    ),
                    service.UseInboundWebhookOnNumber ?? false,
                    programs is [var program, ..] ? Program(program) : null
                )
            );
        }

        var shortCodes = await AllAsync<ShortCodeResource>(
            accountSid,
            Domain.Api,
            $"/2010-04-01/Accounts/{accountSid}/SMS/ShortCodes.json",
            "short_codes",
            cancellation
        );
        var numbers = await AllAsync<IncomingPhoneNumberResource>(
            accountSid,
            Domain.Api,
            $"/2010-04-01/Accounts/{accountSid}/IncomingPhoneNumbers.json",
            "incoming_phone_numbers",
            cancellation
        );
        return new TwilioSettings(
            [
                .. numbers.Select(n => new TwilioNumber(
                    n.PhoneNumber.ToString(),
                    new TwilioWebhook(
                        n.SmsUrl?.OriginalString,
                        n.SmsMethod?.ToString(),
                        n.SmsFallbackUrl?.OriginalString,
                        n.SmsFallbackMethod?.ToString()
                    ),
                    serviceOf.GetValueOrDefault(n.PhoneNumber.ToString()),
                    string.IsNullOrEmpty(n.SmsApplicationSid) ? null : n.SmsApplicationSid
                )),
                .. shortCodes.Select(c => new TwilioNumber(
                    c.ShortCode,
                    new TwilioWebhook(
                        c.SmsUrl?.OriginalString,
                        c.SmsMethod?.ToString(),
                        c.SmsFallbackUrl?.OriginalString,
                        c.SmsFallbackMethod?.ToString()
                    ),
                    serviceOf.GetValueOrDefault(c.ShortCode)
                )),
            ],
            services
        );
    }

    private static TwilioProgram Program(OfService.UsAppToPersonResource program) =>
        new(
            program.OptOutKeywords ?? [],
            program.OptInKeywords ?? [],
            program.HelpKeywords ?? [],
            program.OptOutMessage,
            program.OptInMessage,
            program.HelpMessage
        );

    private async Task<IReadOnlyList<T>> AllAsync<T>(
        string accountSid,
        Domain domain,
        string path,
        string items,
        CancellationToken cancellation
    )
        where T : global::Twilio.Base.Resource
    {
        var all = new List<T>();
        await foreach (var page in twilio.ReadPagesAsync<T>(accountSid, domain, path, [new("PageSize", "100")], items, cancellation))
        {
            all.AddRange(page);
        }

        return all;
    }
}
