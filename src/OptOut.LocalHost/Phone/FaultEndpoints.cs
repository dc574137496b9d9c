namespace OptOut.LocalHost;

/// <summary>
/// <c>/local/faults</c>, what goes wrong for everyone, and <c>/local/faults/{phone}</c>, what goes wrong for one phone first.
/// </summary>
internal static class FaultEndpoints
{
    public static IResult Get(string? phone, Faults faults) =>
        phone is null || LocalRequest.IsPhone(phone)
            ? TypedResults.Json(new { faults = faults.Of(phone).Select(FaultFields.Write) })
            : LocalRequest.NoPhone("phone");

    /// <summary>Replaces them, so that repeating changes nothing but the count of what is left.</summary>
    public static async Task<IResult> PutAsync(string? phone, HttpRequest request, Faults faults)
    {
        if (phone is not null && !LocalRequest.IsPhone(phone))
        {
            return LocalRequest.NoPhone("phone");
        }
        var (json, refusal) = await LocalRequest.ReadAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }
        if (FaultFields.Read(json, out var errors) is not { } given)
        {
            return TypedResults.ValidationProblem(errors);
        }
        faults.Set(phone, given);
        return Get(phone, faults);
    }

    public static IResult Delete(string? phone, Faults faults)
    {
        if (phone is not null && !LocalRequest.IsPhone(phone))
        {
            return LocalRequest.NoPhone("phone");
        }
        faults.Set(phone, []);
        return TypedResults.NoContent();
    }
}
