namespace OptOut.Http;
public sealed class Webhooks { public System.Threading.Tasks.Task<Microsoft.AspNetCore.Http.IResult> MessageAsync(Microsoft.AspNetCore.Http.HttpContext c) => throw new NotImplementedException(); }
