namespace OptOut.Tests;

/// <summary>Rule 8 told once more, with flags in place of times: whether a text to one of two brands is confirmed as an opt-out.</summary>
internal sealed class ConfirmationModel
{
    private readonly Brand acme = new();
    private readonly Brand vineyard = new();

    public bool Confirms(string text, bool wine)
    {
        var brand = wine ? vineyard : acme;
        switch (text)
        {
            case "STOP" or "END":
                var confirmed = !brand.Suppressed || brand.Effective.Count > 0;
                brand.Close();
                return confirmed;
            case "STOPALL":
                confirmed = !brand.Suppressed || brand.Effective.Count > 0;
                acme.Close();
                vineyard.Close();
                return confirmed;
            case "phone":
                brand.Close();
                return false;
            case "START":
                brand.Open();
                return false;
            case "JOIN" when !wine:
                brand.Effective.Add("offers");
                return false;
            case "consent":
                brand.Effective.Add("own");
                return false;
            default:
                return false;
        }
    }

    private sealed class Brand
    {
        private HashSet<string>? restorable;

        public HashSet<string> Effective { get; private set; } = new(StringComparer.Ordinal);

        public bool Suppressed { get; private set; }

        public void Close()
        {
            restorable ??= Effective;
            Effective = new(StringComparer.Ordinal);
            Suppressed = true;
        }

        public void Open()
        {
            Effective.UnionWith(restorable ?? []);
            restorable = null;
            Suppressed = false;
        }
    }
}
