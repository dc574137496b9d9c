namespace OptOut.Tests;

public sealed class RecognisedFeaturesTests
{
    // The model was trained on these very numbers: who changes what they stand for, or concepts.txt, trains it again (tools/train).
    [Theory]
    [InlineData("", 9, 6, 2041054992u)]
    [InlineData("stop", 28, 19, 2015244054u)]
    [InlineData("Stop?", 37, 23, 3301972486u)]
    [InlineData("please stop texting me", 104, 67, 1049507152u)]
    [InlineData("stop. stop. please", 92, 59, 913505285u)]
    [InlineData("stop texting me. I want no more messages? remove my number", 275, 163, 305211625u)]
    [InlineData("messages stop, stop messages", 122, 86, 1091277506u)]
    [InlineData("stop xylo messages", 73, 57, 4236533479u)]
    [InlineData("stop xylo quark messages", 89, 73, 4273126123u)]
    [InlineData("stop xylo quark grommet messages", 111, 95, 1400746430u)]
    [InlineData("xylo quark grommet plinth stop", 98, 89, 330893437u)]
    [InlineData("xylo quark grommet plinth fjord stop", 113, 104, 3795019141u)]
    [InlineData("xylo quark grommet plinth fjord xylo quark grommet", 145, 142, 1819092430u)]
    [InlineData("xylo quark grommet plinth fjord xylo quark grommet plinth", 164, 161, 2136184895u)]
    [InlineData("mesages", 38, 28, 2593305313u)]
    [InlineData("mesages mesages", 67, 50, 4037405930u)]
    [InlineData("mesages notificatons mesages", 113, 87, 472061198u)]
    [InlineData("mesages notificatons marketng mesages", 150, 112, 2160380526u)]
    [InlineData("xylo", 22, 19, 1746563178u)]
    [InlineData("xylo quark", 38, 35, 2233094065u)]
    [InlineData("xylo quark grommet", 60, 57, 3632189133u)]
    [InlineData("thank you my appointment tomorrow, stop calling, wrong number who is this", 307, 205, 423410517u)]
    [InlineData("stop stop stop stop stop stop stop stop", 214, 109, 900550035u)]
    [InlineData("stop stop stop stop stop stop stop stop stop", 248, 122, 3113656986u)]
    [InlineData("stop end exit messages remove cancel revoke spam contact stop end exit messages", 387, 219, 2592535560u)]
    [InlineData("Dejen de mandarme mensajes", 104, 79, 1200407724u)]
    [InlineData("Arrêtez de m'envoyer des messages", 120, 95, 4188163969u)]
    public void Rule7_a_texts_features_are_those_that_the_model_was_trained_on(string text, int count, int ofWords, uint sum) =>
        Assert.Equal((count, ofWords, sum), Features(text));

    [Fact]
    public void Rule7_of_a_long_text_48_concepts_and_400_words_count()
    {
        Assert.Equal((714, 409, 1445348579u), Features(string.Concat(Enumerable.Repeat("stop. ", 24)))); // 47 concepts
        Assert.Equal((737, 426, 3780237957u), Features(string.Concat(Enumerable.Repeat("stop. ", 25)))); // 49
        Assert.Equal((3169, 2791, 2023050618u), Features(string.Concat(Enumerable.Repeat("no ", 500))));
    }

    private static (int Count, int OfWords, uint Sum) Features(string text)
    {
        char[] form = new char[RecognisedText.Capacity];
        int[] features = new int[RevocationFeatures.Capacity];
        int written = RecognisedText.Write(text, form);
        int count = RevocationFeatures.Write(form.AsSpan(0, written), features, out int ofWords);
        uint sum = 0;
        foreach (int feature in features.AsSpan(0, count))
        {
            sum = (sum * 31) + (uint)feature;
        }

        return (count, ofWords, sum);
    }
}
