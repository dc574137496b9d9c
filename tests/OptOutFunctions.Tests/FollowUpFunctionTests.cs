using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace OptOutFunctions.Tests;

/// <summary>
/// What the host is told of a follow-up: nothing where its message may go, an exception of our own where it is to come again.
/// </summary>
public sealed class FollowUpFunctionTests
{
    private readonly Mock<IRecipientStore> store = new();
    private readonly Mock<IFollowUpQueue> queue = new(MockBehavior.Strict);

    [Fact]
    public async Task A_follow_up_that_is_done_returns()
    {
        LedgerAnswers(setup => setup.ReturnsAsync([]));

        await RunAsync();

        store.VerifyAll();
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_is_an_exception_of_our_own_without_the_faults_words()
    {
        LedgerAnswers(setup => setup.ThrowsAsync(new NotSupportedException("+14155550123")));

        var thrown = await Assert.ThrowsAsync<FollowUpFailedException>(RunAsync);

        Assert.DoesNotContain("4155550123", thrown.ToString(), StringComparison.Ordinal);
    }

    private void LedgerAnswers(Action<Moq.Language.Flow.ISetup<IRecipientStore, Task<IReadOnlyList<LedgerEvent>>>> answer) =>
        answer(store.Setup(s => s.ReadLedgerAsync(It.IsAny<RecipientKey>(), 1, 1, It.IsAny<CancellationToken>())));

    private async Task RunAsync()
    {
        await using var services = TestServices.With(store.Object, queue.Object);
        var function = ActivatorUtilities.CreateInstance<FollowUpFunction>(services);
        var body = System.Text.Encoding.UTF8.GetString(
            FollowUpBody.Of(new PublicationFollowUp(LoopbackTwilio.Account, "+14155550123", 1, 1))
        );
        await function.RunAsync(body, Mock.Of<FunctionContext>(context => context.InvocationId == "i1"));
    }
}
