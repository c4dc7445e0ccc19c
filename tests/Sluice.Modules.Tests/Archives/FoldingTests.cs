using System.Globalization;
using System.Text;
using Sluice.Modules.Archives;

namespace Sluice.Modules.Tests.Archives;

/// <summary>
/// Case folding against Go's own: <c>testdata/folding.txt</c> holds, a line each, the code points that go 1.19's <c>unicode.SimpleFold</c> takes
/// for equal. Those that may not stand in a file name (they are no letters) cannot be seen from here.
/// </summary>
public sealed class FoldingTests
{
    private static readonly string[][] Orbits =
    [
        .. File.ReadLines(TextArchive.PathOf("Archives/testdata/folding.txt")).Select(static line => Letters(line)).Where(static orbit => orbit.Length > 0),
    ];

    [Fact]
    public void Letters_that_go_takes_for_equal_collide()
    {
        Assert.True(Orbits.Length > 1_300);
        foreach (var orbit in Orbits)
        {
            foreach (var letter in orbit.Skip(1))
            {
                var problem = Assert.Single(Select(orbit[0], letter).Problems);
                Assert.Equal($"case-insensitive file name collision: \"x{orbit[0]}\" and \"x{letter}\"", problem.Reason);
            }
        }
    }

    [Fact]
    public void Letters_that_go_keeps_apart_do_not() => Assert.Empty(Select([.. Orbits.Select(static orbit => orbit[^1])]).Problems);

    private static string[] Letters(string line) =>
    [
        .. line.Split(' ').Select(static code => new Rune(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .Where(static rune => Rune.IsLetter(rune)).Select(static rune => rune.ToString()),
    ];

    private static FileSelection Select(params string[] names) => ModuleZip.Select(
        [.. names.Select(static name => new ModuleFile($"x{name}", 0, ModuleFileKind.Regular, static () => Stream.Null))], VendorRule.BeforeGo124);
}
