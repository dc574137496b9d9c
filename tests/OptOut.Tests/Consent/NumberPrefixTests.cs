namespace OptOut.Tests;

/// <summary>A number's beginning says whether one of the equivalences can be meant; an optional digit is no part of it.</summary>
public sealed class NumberPrefixTests
{
    [Theory]
    [InlineData(@"^\+521([0-9]{10})$", "+521")]
    [InlineData(@"^\+2410?1([0-9]{6})$", "+241")]
    [InlineData(@"^\+2410(11|6[0-9])([0-9]{6})$", "+2410")]
    [InlineData(@"^\+57{2}1$", "+5")]
    [InlineData(@"^\+5*1$", "+")]
    [InlineData("521$", "")]
    public void An_expression_is_asked_for_numbers_that_begin_as_it_does(string written, string prefix) =>
        Assert.Equal(prefix, NumberEquivalence.Prefix(written));
}
