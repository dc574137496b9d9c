using System.Text;

namespace OptOut.Tests;

public sealed class MessageTextEmojiTests
{
    [Theory]
    [InlineData("1\u20E3", true)]
    [InlineData("1\uFE0F\u20E3", true)]
    [InlineData("#\u20E3", true)]
    [InlineData("*\uFE0F\u20E3", true)]
    [InlineData("1", false)]
    [InlineData("1x", false)]
    [InlineData("1\uFE0F", false)]
    [InlineData("1\uFE0Fx", false)]
    [InlineData("#\uFE0F", false)]
    [InlineData("a\u20E3", false)]
    [InlineData("a\uFE0F\u20E3", false)]
    [InlineData("!\u20E3", false)]
    public void Rule5_of_ASCII_only_digits_hash_and_star_on_a_keycap_are_emoji(string text, bool isEmoji) =>
        Assert.Equal(isEmoji, IsEmoji(text));

    [Theory]
    [InlineData(0x00E9, false)]
    [InlineData(0x1FFE, false)]
    [InlineData(0x2000, true)]
    [InlineData(0x2139, true)]
    [InlineData(0xF8FF, true)]
    [InlineData(0xF900, false)]
    [InlineData(0xFF33, false)]
    [InlineData(0x1EFFF, false)]
    [InlineData(0x1F000, true)]
    [InlineData(0x1F170, true)]
    public void Rule5_a_symbol_with_the_emoji_selector_is_an_emoji(int symbol, bool isEmoji)
    {
        string character = char.ConvertFromUtf32(symbol);
        Assert.Equal(isEmoji, IsEmoji(character + "\uFE0F"));
        Assert.False(IsEmoji(character));
        Assert.False(IsEmoji(character + "x"));
    }

    [Theory]
    [InlineData(0x2121, false)]
    [InlineData(0x2122, true)]
    [InlineData(0x2123, false)]
    [InlineData(0x3296, false)]
    [InlineData(0x3297, true)]
    [InlineData(0x3298, false)]
    [InlineData(0x3299, true)]
    [InlineData(0x1F1FF, false)]
    [InlineData(0x1F200, true)]
    [InlineData(0x1F2FF, true)]
    [InlineData(0x1F300, false)]
    public void Rule5_some_letters_are_emoji_without_a_selector(int symbol, bool isEmoji) =>
        Assert.Equal(isEmoji, IsEmoji(char.ConvertFromUtf32(symbol)));

    private static bool IsEmoji(string text)
    {
        var rune = Rune.GetRuneAt(text, 0);
        return MessageText.IsEmojiBase(rune, text.AsSpan(rune.Utf16SequenceLength));
    }
}
