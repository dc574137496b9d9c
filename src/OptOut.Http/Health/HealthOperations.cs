namespace OptOut.Http;

/// <summary>What the OpenAPI document says of health. The examples are requests that work on the demo account.</summary>
internal static class HealthOperations
{
    public static readonly ApiOperation Health = new("Health", "Is everything there that an opt-out needs?")
    {
        Description = "503, with the same body, when the store or the queue cannot be reached. Names no secret.",
        OtherStatus = 503,
        Answer =
        [
            ApiContent.Json<HealthResponse>(
                """{"status":"ok","checks":{"storage":"ok","followUps":"ok","ledger":"ok","reviews":"ok","events":"ok"}}"""
            ),
        ],
    };
}
