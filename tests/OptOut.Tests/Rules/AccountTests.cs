using System.Collections.Frozen;

namespace OptOut.Tests;

public sealed class AccountTests
{
    [Fact]
    public void Section1_a_copy_of_an_account_with_other_brands_knows_their_senders_and_no_others()
    {
        var account = Desk.Account;
        var old = account.Brands.Values[0].Senders[0].Address;
        Assert.NotNull(account.FindSender(old));

        var copy = account with
        {
            Brands = new[] { Clinic.Acme with { Senders = [new Sender("+14155550987", OptOutHandledBy.App)] } }.ToFrozenDictionary(
                b => b.Id,
                StringComparer.Ordinal
            ),
        };

        Assert.NotNull(copy.FindSender("+14155550987"));
        Assert.Null(copy.FindSender(old));
    }
}
