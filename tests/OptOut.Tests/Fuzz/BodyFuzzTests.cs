using System.Text;
using CsCheck;
using OptOut.Twilio;

namespace OptOut.Tests;

/// <summary>Bodies of webhooks come from anyone: they are read before their signature is known to hold.</summary>
public class BodyFuzzTests
{
    // Of a body's length; strings are UTF-16, and a form that is no UTF-8 is written anew: at most, where each field is one byte, some ninety
    // times its length, and the first one fills a pool.
    private const int MemoryOfAForm = 128,
        MemoryOfJson = 300,
        MemoryOfAny = 64 * 1024;

    [Fact]
    public void Each_form_of_the_corpus_is_read() => Assert.All(Corpus.Of("form"), body => Assert.True(Form(body)));

    [Fact]
    public void Each_JSON_of_the_corpus_is_read() => Assert.All(Corpus.Of("json"), body => Assert.True(Json(body)));

    [Fact]
    public void Whatever_a_form_holds_it_is_read_without_a_throw_and_the_same_when_written_again() =>
        Corpus.Mutants("form").Sample(Form, iter: 5_000);

    [Fact]
    public void Whatever_JSON_holds_it_is_fields_or_none() => Corpus.Mutants("json").Sample(Json, iter: 5_000);

    [Fact]
    public void The_largest_body_costs_memory_in_proportion() =>
        Gen.OneOf(Corpus.Mutants("form"), Corpus.Mutants("json")).Select(Corpus.Grown).Sample(body => Form(body) && Json(body), iter: 50);

    // The most that a form costs: what is cut down to this by chance would else be found once in hundreds of runs.
    [Fact]
    public void The_shortest_fields_that_are_no_UTF8_cost_memory_in_proportion_too() =>
        Assert.All<byte[]>(
            [
                [0xFF, (byte)'&'],
                [0xFF, (byte)'=', 0xFF, (byte)'&'],
            ],
            field => Assert.True(Form(Corpus.Grown(field)))
        );

    // 64 KiB that once took half a gigabyte: each field carries the names of all that it lies in.
    [Fact]
    public void A_long_name_around_many_fields_costs_no_more_than_they_do()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"{{new string('n', 30_000)}}":{{{string.Join(',', Enumerable.Repeat("\"a\":1", 5_000))}}},"AccountSid":"AC1"}"""
        );
        FormBody? fields = null;
        Assert.InRange(Corpus.Allocated(() => fields = Read(body)), 0, MemoryOfAny + (MemoryOfJson * body.Length));
        Assert.Equal("AC1", fields!.Single("AccountSid"));
    }

    private static bool Form(byte[] body)
    {
        FormBody form = FormBody.Empty;
        var allocated = Corpus.Allocated(() => form = FormBody.Parse(body));
        var pairs = form.Pairs().ToArray();
        var again = Encoding.ASCII.GetBytes(
            string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"))
        );
        return allocated <= MemoryOfAny + (MemoryOfAForm * body.Length)
            && pairs.SequenceEqual(FormBody.Parse(again).Pairs())
            && AreRead(form);
    }

    private static bool Json(byte[] body)
    {
        FormBody? fields = null;
        var allocated = Corpus.Allocated(() => fields = Read(body));
        return allocated <= MemoryOfAny + (MemoryOfJson * body.Length) && (fields is null || AreRead(fields));
    }

    private static FormBody? Read(byte[] json) => JsonBody.TryParse(json, out var fields) ? fields : null;

    /// <summary>Every reader of fields takes them or says what is wrong, without repeating it.</summary>
    private static bool AreRead(FormBody form)
    {
        var (message, status, conversation) = (
            InboundMessageFields.Parse(form),
            StatusCallbackFields.Parse(form),
            ConversationEventFields.Parse(form)
        );
        return message.IsUsable != message.Errors.Count > 0
            && status.IsUsable != status.Errors.Count > 0
            && conversation.IsUsable != conversation.Errors.Count > 0;
    }
}
