using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

public sealed class SemVerTests
{
    /// <summary>Versions with their canonical form, in ascending order; those of one form are equal.</summary>
    private static readonly (string Text, string Canonical)[] Ascending =
    [
        ("bad", ""), ("v1-alpha.beta.gamma", ""), ("v1-pre", ""), ("v1+meta", ""), ("v1.2-pre", ""), ("v1.2+meta", ""), ("v01.2.3", ""), ("v1.2.3-01", ""), ("v1.2.3-", ""), ("v1.2.3+", ""), ("1.2.3", ""),
        ("v1.0.0-alpha", "v1.0.0-alpha"), ("v1.0.0-alpha.1", "v1.0.0-alpha.1"), ("v1.0.0-alpha.beta", "v1.0.0-alpha.beta"), ("v1.0.0-beta", "v1.0.0-beta"),
        ("v1.0.0-beta.2", "v1.0.0-beta.2"), ("v1.0.0-beta.11", "v1.0.0-beta.11"), ("v1.0.0-rc.1", "v1.0.0-rc.1"),
        ("v1", "v1.0.0"), ("v1.0", "v1.0.0"), ("v1.0.0", "v1.0.0"),
        ("v1.2", "v1.2.0"), ("v1.2.0", "v1.2.0"), ("v1.2.3-456", "v1.2.3-456"), ("v1.2.3-456.789", "v1.2.3-456.789"), ("v1.2.3-456-789", "v1.2.3-456-789"), ("v1.2.3-456a", "v1.2.3-456a"),
        ("v1.2.3-pre", "v1.2.3-pre"), ("v1.2.3-pre+meta", "v1.2.3-pre"), ("v1.2.3-pre.1", "v1.2.3-pre.1"), ("v1.2.3-zzz", "v1.2.3-zzz"),
        ("v1.2.3", "v1.2.3"), ("v1.2.3+meta", "v1.2.3"), ("v1.2.3+meta-pre.sha.256a", "v1.2.3"),
        ("v1.19.0", "v1.19.0"), ("v2.0.0+incompatible", "v2.0.0"), ("v10000000000000000000000000.0.0", "v10000000000000000000000000.0.0"),
    ];

    [Fact]
    public void Canonical_forms_are_whole_and_without_build_metadata() =>
        Assert.All(Ascending, pair => Assert.Equal(pair.Canonical, SemVer.Canonical(pair.Text)));

    [Fact]
    public void Only_versions_are_valid() => Assert.All(Ascending, pair => Assert.Equal(pair.Canonical.Length > 0, SemVer.IsValid(pair.Text)));

    [Fact]
    public void Precedence_is_a_total_order()
    {
        for (var i = 0; i < Ascending.Length; i++)
        {
            for (var j = 0; j < Ascending.Length; j++)
            {
                var expected = Ascending[i].Canonical == Ascending[j].Canonical ? 0 : Math.Sign(i.CompareTo(j));
                Assert.True(expected == SemVer.Compare(Ascending[i].Text, Ascending[j].Text), $"{Ascending[i].Text} against {Ascending[j].Text}: not {expected}");
            }
        }
    }

    [Theory]
    [InlineData("v1", "v1", "v1.0")]
    [InlineData("v2.1", "v2", "v2.1")]
    [InlineData("v2.1.3-pre+meta", "v2", "v2.1")]
    [InlineData("x", "", "")]
    public void Major_and_minor_can_be_taken_alone(string text, string major, string majorMinor)
    {
        Assert.Equal(major, SemVer.MajorOf(text));
        Assert.Equal(majorMinor, SemVer.MajorMinorOf(text));
    }

    [Fact]
    public void Random_canonical_versions_parse_back_and_sort_the_same_from_any_start()
    {
        var dice = new Dice(11);
        string[] tails = ["", "-0", "-rc.1", "-rc.2", "-rc.10", "-a-b", "+incompatible", "-rc.1+incompatible"];
        ModuleVersion[] versions = [.. Enumerable.Range(0, 500).Select(_ => ModuleVersion.Parse($"v{dice.Next(3)}.{dice.Next(3)}.{dice.Next(12)}{dice.Pick(tails)}"))];

        Assert.All(versions, version => Assert.Equal(version, ModuleVersion.Parse(version.ToString())));
        Assert.Equal(versions.Order(), versions.Reverse().Order());
        Assert.Equal(versions.Order(), versions.OrderBy(version => version.Value, StringComparer.Ordinal).Order());
        for (var i = 1; i < versions.Length; i++)
        {
            Assert.Equal(-Math.Sign(versions[i].CompareTo(versions[i - 1])), Math.Sign(versions[i - 1].CompareTo(versions[i])));
            Assert.Equal(versions[i].CompareTo(versions[i - 1]) == 0, versions[i] == versions[i - 1]);
        }
    }

    [Theory]
    [InlineData("v1.2.3", true)]
    [InlineData("v1.2.3-rc.1", true)]
    [InlineData("v2.0.0+incompatible", true)]
    [InlineData("v1.2", false)]
    [InlineData("v1.2.3+meta", false)]
    [InlineData("v1.2.3+incompatible.1", false)]
    [InlineData("V1.2.3", false)]
    [InlineData("master", false)]
    [InlineData("", false)]
    public void Only_canonical_versions_are_module_versions(string text, bool ok)
    {
        Assert.Equal(ok, ModuleVersion.TryParse(text, out var version, out var error));
        Assert.Equal(ok, error is null);
        Assert.Equal(ok ? text : "", version.ToString());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_version_has_a_greatest_length(int beyond, bool fits) =>
        Assert.Equal(fits, ModuleVersion.TryParse("v1.0.0-".PadRight(ModuleVersion.MaxLength + beyond, 'a'), out _, out _));

    [Fact]
    public void Upper_case_letters_of_versions_are_escaped() => Assert.Equal("v1.5.3-!p!r!e", ModuleVersion.Parse("v1.5.3-PRE").Escape());
}
