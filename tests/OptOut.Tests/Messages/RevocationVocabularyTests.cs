namespace OptOut.Tests;

public sealed class RevocationVocabularyTests
{
    [Fact]
    public void Rule7_each_word_has_one_id()
    {
        var vocabulary = new RevocationVocabulary();
        Assert.Equal([1, 2, 1], [vocabulary.Add("STOP"), vocabulary.Add("TEXTING"), vocabulary.Add("STOP")]);
        vocabulary.AddSpelling("STPO", 1);
        vocabulary.AddSpelling("TEXTING", 1);
        Assert.Equal([1, 1, 2, 0], [Id("STOP"), Id("STPO"), Id("TEXTING"), Id("TEXT")]);

        int Id(string typed) => vocabulary.Resolve(typed);
    }

    [Theory]
    [InlineData("REMOVE", true)]
    [InlineData("RMOVE", true)]
    [InlineData("REMOV", true)]
    [InlineData("REMOVEE", true)]
    [InlineData("REXMOVE", true)]
    [InlineData("REMOVEX", true)]
    [InlineData("RXMOVE", true)]
    [InlineData("REMOVX", true)]
    [InlineData("RMEOVE", true)]
    [InlineData("REMOEV", true)]
    [InlineData("EMOVE", false)] // the first letter
    [InlineData("XEMOVE", false)]
    [InlineData("ERMOVE", false)]
    [InlineData("REMO", false)] // two letters
    [InlineData("REMOVEXX", false)]
    [InlineData("RXMOVX", false)]
    [InlineData("RMOVEE", false)] // a letter moved by more than one place
    [InlineData("RMXOVE", false)] // half a swap
    [InlineData("RXEOVE", false)]
    [InlineData("", false)]
    [InlineData("R", false)]
    public void Rule7_one_letter_missing_added_wrong_or_swapped_is_still_the_word(string typed, bool isRemove)
    {
        var vocabulary = new RevocationVocabulary();
        vocabulary.Add("OTHER");
        int remove = vocabulary.Add("REMOVE");
        vocabulary.AcceptTypos(remove);
        Assert.Equal(isRemove ? remove : 0, vocabulary.Resolve(typed));
    }

    [Fact]
    public void Rule7_only_words_of_six_letters_may_be_misspelt()
    {
        var vocabulary = new RevocationVocabulary();
        vocabulary.AcceptTypos(vocabulary.Add("CEASE"));
        vocabulary.Add("FORGET");
        Assert.Equal([0, 0, 0, 1], [Id("CEAS"), Id("CEASEE"), Id("FORGETT"), Id("CEASE")]);
        vocabulary.AcceptTypos(2);
        Assert.Equal([2, 2], [Id("FORGETT"), Id("FORGT")]);

        int Id(string typed) => vocabulary.Resolve(typed);
    }

    [Theory]
    [InlineData("TEXTING", 1)]
    [InlineData("TESTING", 2)]
    [InlineData("TETING", 0)]
    [InlineData("TEZTING", 0)]
    [InlineData("TEXTIN", 1)]
    [InlineData("TESTIGN", 2)]
    public void Rule7_what_may_be_either_of_two_words_is_neither(string typed, int id)
    {
        var vocabulary = new RevocationVocabulary();
        vocabulary.Add("TEXTING");
        vocabulary.Add("TESTING");
        vocabulary.AcceptTypos(1);
        vocabulary.AcceptTypos(2);
        vocabulary.AcceptTypos(1);
        Assert.Equal(id, vocabulary.Resolve(typed));
    }

    [Fact]
    public void Rule7_a_doubled_letter_gives_a_word_one_misspelling_twice()
    {
        var vocabulary = new RevocationVocabulary();
        vocabulary.AcceptTypos(vocabulary.Add("CANCELLED"));
        Assert.Equal([1, 1], [vocabulary.Resolve("CANCELED"), vocabulary.Resolve("CANCELLLED")]);
    }
}
