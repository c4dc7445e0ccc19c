using System.Reflection;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Tests.Findings;

public sealed class FindingCodeTests
{
    private static readonly FindingCode[] Fields =
        [.. typeof(FindingCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(FindingCode)).Select(field => (FindingCode)field.GetValue(null)!)];

    [Fact]
    public void The_register_holds_101_codes_once_each()
    {
        Assert.Equal(101, FindingCodes.All.Count);
        Assert.Equal(Fields.Order(), FindingCodes.All.Order());
        Assert.Equal(101, FindingCodes.All.Distinct().Count());
    }

    [Fact]
    public void Every_code_of_the_register_is_well_formed_and_found_by_its_id() => Assert.All(FindingCodes.All, code =>
    {
        Assert.True(FindingCode.TryParse(code.Id, out var parsed) && parsed == code, code.Id);
        Assert.True(FindingCodes.TryGet(code.Id, out var found) && found == code, code.Id);
    });

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Dns.nxdomain")]
    [InlineData("dns.")]
    [InlineData(".nxdomain")]
    [InlineData("dns..nxdomain")]
    [InlineData("dns.a.b")]
    [InlineData("dns.-a")]
    [InlineData("dns.a-")]
    [InlineData("dns.a b")]
    public void Other_words_are_no_codes(string? text) => Assert.False(FindingCode.TryParse(text, out _));

    [Fact]
    public void A_code_of_a_team_stands_behind_those_of_the_register()
    {
        Assert.True(FindingCode.TryParse("corp.vpn-off", out var own));

        Assert.Equal("corp", own.Family);
        Assert.True(FindingCodes.PlaceOf(own) > FindingCodes.PlaceOf(FindingCodes.BenignNotice));
    }
}
