using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Rule 18: one signed form is one person's consent.</summary>
public sealed class SharedProofsTests
{
    private readonly SharedProofs proofs = new();

    private bool IsShared(string person, Proof? proof) =>
        proofs.IsShared(
            new ImportRecord(
                new RecipientKey(Clinic.Account, RecipientAddress.FromTwilio(person)!),
                (_, _) => throw new NotSupportedException()
            )
            {
                Proof = proof,
            }
        );

    [Fact]
    public void Rule18_a_reference_or_address_of_somebody_elses_consent_is_shared_and_ones_own_is_not()
    {
        Assert.False(IsShared("+14155552671", new Proof("form-1")));
        Assert.False(IsShared("+14155552671", new Proof("form-1")));
        Assert.True(IsShared("+14155552672", new Proof("form-1")));
        Assert.True(IsShared("+14155552673", new Proof("form-1")));
        Assert.False(IsShared("+14155552673", new Proof("form-2")));
        Assert.False(IsShared("+14155552671", new Proof(Uri: "https://a.example/1")));
        Assert.True(IsShared("+14155552672", new Proof(Uri: "https://a.example/1")));
    }

    [Fact]
    public void Rule18_a_proof_by_message_and_none_at_all_are_never_shared()
    {
        foreach (var person in new[] { "+14155552671", "+14155552672" })
        {
            Assert.False(IsShared(person, new Proof(MessageSid: "SM1")));
            Assert.False(IsShared(person, null));
        }
    }
}
