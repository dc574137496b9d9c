using System.Diagnostics;
using System.Text;
using CsCheck;

namespace OptOut.Tests;

/// <summary>
/// What people text, and addresses that they text from: any bytes are read, soon, and mean the same however often they are read.
/// </summary>
public class TextFuzzTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>A busy machine may hold up some of them, and quadratic time is all of them.</summary>
    private const int Tries = 8;

    [Fact]
    public void Each_text_of_the_corpus_is_read() => Assert.All(Corpus.Of("text"), text => Assert.True(IsRead(text)));

    [Fact]
    public void Whatever_is_texted_is_a_keyword_a_phrase_that_stands_in_it_or_neither() =>
        Corpus.Mutants("text").Sample(IsRead, iter: 5_000);

    [Fact]
    public void The_largest_text_is_read_soon() =>
        Corpus
            .Mutants("text")
            .Select(Corpus.Grown)
            .Sample(
                text =>
                    Enumerable
                        .Range(0, Tries)
                        .Any(_ =>
                        {
                            var watch = Stopwatch.StartNew();
                            IsRead(text);
                            return watch.Elapsed < Soon;
                        }),
                iter: 20
            );

    [Fact]
    public void Each_address_of_the_corpus_is_read() => Assert.All(Corpus.Of("address"), address => Assert.True(IsAddress(address)));

    [Fact]
    public void Whatever_an_address_is_it_is_canonical_once_or_refused_without_repeating_it() =>
        Corpus.Mutants("address").Sample(IsAddress, iter: 10_000);

    private static bool IsRead(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var canonical = MessageText.Canonical(text);
        var match = KeywordTable.Standard.Match(text);
        var revocation = PlainLanguageRevocation.Find(text);
        ProviderKeywords.Answers(OptOutHandledBy.Twilio, text);
        return MessageText.Canonical(canonical) == canonical
            && KeywordTable.Standard.Match(text) == match
            && (revocation is null || text.Substring(revocation.Start, revocation.Length) == revocation.Phrase);
    }

    private static bool IsAddress(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var read = RecipientAddress.TryParse(text, out var address, out var error);
        var texted = RecipientAddress.FromTwilio(text);
        return read
            ? IsCanonical(address!) && !address!.Masked.Contains(address.Value, StringComparison.Ordinal)
            : error!.Length > 0 && (texted is null || texted.Value.Length > 0);
    }

    private static bool IsCanonical(RecipientAddress address) =>
        RecipientAddress.TryParse(address.Value, out var again, out _)
        && again == address
        && RecipientAddress.FromTwilio(address.Value) == address;
}
