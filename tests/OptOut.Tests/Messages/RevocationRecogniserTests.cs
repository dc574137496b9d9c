using System.Diagnostics;

namespace OptOut.Tests;

public class RevocationRecogniserTests(ITestOutputHelper output)
{
    private static readonly RevocationRecogniser Recogniser = RevocationRecogniser.BuiltIn;

    [Theory]
    [InlineData("Take my contact info off please", "en")]
    [InlineData("rwmove me from all you lists", "en")]
    [InlineData("Cease and Desist All Communication", "en")]
    [InlineData("Exit", "en")]
    [InlineData("Remove me", "en")]
    [InlineData("no more", "en")]
    [InlineData("I do not wish to be contacted", "en")]
    [InlineData("Pare de me mandar mensagens", "pt")]
    [InlineData("Me tira da lista", "pt")]
    [InlineData("Ya no me manden mensajes por favor", "es")]
    [InlineData("Arrêtez de m'envoyer des messages", "fr")]
    [InlineData("Hören Sie auf, mir zu schreiben", "de")]
    [InlineData("Please stooooop texting me", "en")]
    public void Rule7_a_revocation_in_plain_words_is_an_opt_out(string text, string language)
    {
        Recognition said = Recogniser.Recognise(text);
        Assert.Equal((RecognitionOutcome.OptOut, language), (said.Outcome, said.Language));
    }

    [Theory]
    [InlineData("stop by at 5")]
    [InlineData("please cancel my appointment")]
    [InlineData("please remove the item from my order")]
    [InlineData("don't stop")]
    [InlineData("unsubscribe from Netflix how?")]
    [InlineData("hello again")]
    [InlineData("¿A qué hora abren?")]
    [InlineData("Ich möchte meinen Termin absagen")]
    [InlineData("Je voudrais annuler mon rendez-vous")]
    [InlineData("Quero cancelar minha consulta")]
    [InlineData("einverstanden")]
    [InlineData("stimmt")]
    [InlineData("bitte melden")]
    [InlineData("Vielen Dank")]
    [InlineData("d'accord")]
    [InlineData("reporter svp")]
    [InlineData("no entiendo")]
    [InlineData("quiero más mensajes")]
    [InlineData("muito obrigada")]
    [InlineData("quero receber mais informações")]
    [InlineData("goodbye")]
    [InlineData("👍")]
    [InlineData("")]
    public void Rule7_an_ordinary_message_stays_ordinary(string text) =>
        Assert.Equal(RecognitionOutcome.Ordinary, Recogniser.Recognise(text).Outcome);

    [Theory]
    [InlineData("\u200D")]
    [InlineData("\u200F")]
    [InlineData("\uD83D")]
    [InlineData("😀")]
    [InlineData("ﷺ")]
    [InlineData("ß")]
    [InlineData("? ")]
    [InlineData("0")]
    public void Rule7_1600_characters_of_anything_are_ordinary_and_cost_little(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 1_600 / unit.Length));
        Assert.Equal(RecognitionOutcome.Ordinary, Recogniser.Recognise(text).Outcome);
        double best = Enumerable
            .Range(0, 20)
            .Min(_ =>
            {
                var watch = Stopwatch.StartNew();
                Recogniser.Recognise(text);
                return watch.Elapsed.TotalMilliseconds;
            });
        output.WriteLine($"{best:F3} ms");
        // Under a millisecond alone; twenty leave room for a busy machine and a debug build.
        Assert.InRange(best, 0, 20);
    }

    [Fact]
    public void Rule7_recognising_allocates_nothing()
    {
        const string Text = "Thank you. I'd like my contact info removed.";
        Recogniser.Recognise(Text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            Recogniser.Recognise(Text);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Rule7_a_model_that_is_missing_cut_short_changed_or_of_another_version_is_named()
    {
        byte[] whole = Model();
        Assert.Equal(Recogniser.Version, RevocationModel.Read(whole, "x.model").Version);
        Assert.Contains("cut short", Fault(whole[..^1]), StringComparison.Ordinal);
        Assert.Contains("0 bytes", Fault([]), StringComparison.Ordinal);
        byte[] other = [.. whole];
        other[4]++;
        Assert.Contains("format 2", Fault(other), StringComparison.Ordinal);
        byte[] changed = [.. whole];
        changed[5_000]++;
        Assert.Contains("checksum", Fault(changed), StringComparison.Ordinal);

        static string Fault(byte[] file)
        {
            string message = Assert.Throws<InvalidOperationException>(() => RevocationModel.Read(file, "x.model")).Message;
            Assert.Contains("'x.model'", message, StringComparison.Ordinal);
            return message;
        }
    }

    [Fact]
    public void Rule7_the_models_file_is_small_and_writes_itself_again()
    {
        byte[] whole = Model();
        Assert.InRange(whole.Length, 1, 1_000_000);
        Assert.Equal(whole, RevocationModel.Read(whole, "x.model").ToBytes());
    }

    private static byte[] Model()
    {
        using Stream stream = DataFile.Open("Recognition/revocations.model");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
