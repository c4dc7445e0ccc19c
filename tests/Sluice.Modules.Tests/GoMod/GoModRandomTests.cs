using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

/// <summary>Random and mutated files: nothing but the documented errors comes out, and what is accepted prints and reads again.</summary>
public sealed class GoModRandomTests
{
    private static readonly string[] Pieces =
    [
        "(", ")", "()", "[", "]", ",", "=>", " ", "\t", "\n", "\n\n", "\r\n", "//", "// indirect", "/*", "\"", "`", "\\", "'", "\0", "\u00A0", "\uFEFF", "😀",
        "module ", "go 1.21\n", "require ", "exclude ", "replace ", "retract ", "use ", "v1.2.3", "v2", "[v1.0.0, v1.1.0]", "example.com/a", "../x", "\"a b\"",
        "\n// Deprecated: x\n", "require (\n", "\n)\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_pieces_of_syntax_never_break_a_parser(int seed)
    {
        var random = Seeded(seed);
        for (var i = 0; i < 3000; i++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]);
            Check(Encoding.UTF8.GetBytes(string.Concat(pieces)));
        }
    }

    [Fact]
    public void Random_bytes_never_break_a_parser()
    {
        var random = Seeded(4);
        for (var i = 0; i < 3000; i++)
        {
            var content = new byte[random.Next(200)];
            random.NextBytes(content);
            Check(content);
        }
    }

    [Fact]
    public void Mutated_valid_files_never_break_a_parser()
    {
        var random = Seeded(5);
        var cases = CaseFile.Names("GoMod").Select(name => CaseFile.Read("GoMod", name));
        var files = cases.Where(file => file.Has("go.mod")).Select(file => file.Bytes("go.mod")).ToList();
        for (var i = 0; i < 3000; i++)
        {
            var content = files[random.Next(files.Count)].ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                Mutate(content, random);
            }

            Check([.. content]);
        }
    }

    [Fact]
    public void Long_hostile_files_end_quickly()
    {
        string[] hostile = ["(", "x(\n", "\"\\", "//\n", "[", "x (\n)\n", "require example.com/a v1.0.0 //\n", "'", "\u00A0", "\n", "\r"];
        foreach (var piece in hostile)
        {
            Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 30_000))));
        }
    }

    private static void Mutate(List<byte> content, Random random)
    {
        var at = random.Next(content.Count + 1);
        switch (random.Next(3))
        {
            case 0:
                content.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 1:
                content.RemoveRange(at, Math.Min(random.Next(8), content.Count - at));
                break;
            default:
                content.Insert(at, (byte)random.Next(256));
                break;
        }
    }

    private static void Check(byte[] content)
    {
        foreach (var parsing in new[] { GoModParsing.Strict, GoModParsing.Lax })
        {
            var parsed = GoModFile.TryParse(content, "go.mod", parsing, out var file, out var errors);
            Assert.Equal(parsed, errors.Count == 0);
            if (file is not null)
            {
                CheckPrinted(file, parsing);
            }
        }

        Assert.Equal(GoWorkFile.TryParse(content, "go.work", out _, out var workErrors), workErrors.Count == 0);
        Assert.Equal(GoSum.TryParse(content, "go.sum", out _, out var sumErrors), sumErrors.Count == 0);
        GoModFile.ModulePathOf(content);
    }

    private static void CheckPrinted(GoModFile file, GoModParsing parsing)
    {
        var formatted = file.Format();
        Assert.True(GoModFile.TryParse(formatted, "go.mod", parsing, out var again, out var errors), string.Join('\n', errors));
        Assert.True(formatted.AsSpan().SequenceEqual(again.Format()), Encoding.UTF8.GetString(formatted));

        Assert.True(GoModFile.TryParse(file.Print(), "go.mod", parsing, out var printed, out errors), string.Join('\n', errors));
        Assert.True(file.Print().AsSpan().SequenceEqual(printed.Print()), Encoding.UTF8.GetString(file.Print()));
        Assert.Equal(Facts.Of(file), Facts.Of(printed));
    }

#pragma warning disable RS0030 // A fixed seed makes the run repeatable.
    private static Random Seeded(int seed) => new(seed);
#pragma warning restore RS0030
}
