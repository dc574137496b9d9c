using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>
/// A cursor that comes back from a sender is unchanged, or it is refused. A file of the corpus is a cursor's content.
/// </summary>
public class CursorFuzzTests
{
    private const string Account = "AC00000000000000000000000000000001",
        Another = "AC00000000000000000000000000000002";
    private static readonly Gen<DateTimeOffset> Time = Gen.Long[0, DateTime.MaxValue.Ticks]
        .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
    private static readonly Gen<string> Id = Gen.String[Gen.Char.AlphaNumeric, 1, 12];

    // A channel's ids may hold anything that UTF-8 can.
    private static readonly Gen<string> Position = Gen.OneOf<string>(
        Gen.OneOf("+14155552671", "messenger:1", "x:\n", "x:a\nb\n=c"),
        Gen.String[Gen.Char['\0', '\u07ff'], 1, 40]
    );

    private static readonly Gen<ListCursor> Any = Gen.Select(
            Id,
            Time,
            Gen.Bool,
            Position,
            Gen.OneOf<string?>(Gen.Const((string?)null), Id.Select(id => (string?)id))
        )
        .Select((brand, time, since, position, campaign) => new ListCursor(brand, since ? time : null, time, position, campaign));

    [Fact]
    public void What_was_written_is_read_by_its_own_account_only() =>
        Any.Sample(
            cursor => ListCursor.Read(Account, cursor.Write(Account)) == cursor && ListCursor.Read(Another, cursor.Write(Account)) is null,
            iter: 5_000
        );

    [Fact]
    public void What_was_changed_on_its_way_is_refused() =>
        Any.SelectMany(cursor => Corpus.Mutants([Encoding.ASCII.GetBytes(cursor.Write(Account))]), (cursor, changed) => (cursor, changed))
            .Sample(
                (cursor, changed) => ListCursor.Read(Account, Encoding.Latin1.GetString(changed)) is not { } read || read == cursor,
                iter: 5_000
            );

    [Fact]
    public void Each_content_of_the_corpus_is_a_cursor_or_none() =>
        Assert.All(Corpus.Of("cursor"), content => ListCursor.Read(Account, Sealed(content)));

    // The hash is no secret, so anybody can write any content with a valid hash.
    [Fact]
    public void Whatever_is_under_a_right_seal_is_a_cursor_or_none() =>
        Corpus.Mutants("cursor").Sample(content => ListCursor.Read(Account, Sealed(content)), iter: 5_000);

    private static string Sealed(byte[] content)
    {
        var seal = SHA256.HashData(Encoding.UTF8.GetBytes($"{Account}\n{Encoding.UTF8.GetString(content)}"))[..12];
        return Base64Url.EncodeToString([.. content, .. seal]);
    }
}
