using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

/// <summary>
/// Runs the cases of testdata. Each has a section <c>go.mod</c> or <c>go.work</c> and any of: <c>facts</c> and <c>lax facts</c> (what is
/// understood), <c>errors</c> and <c>lax errors</c>, <c>format</c> (as go mod edit -fmt), <c>print</c> (layout only).
/// </summary>
public sealed class GoModCaseTests
{
    private static readonly string[] Expectations = ["facts", "lax facts", "errors", "lax errors", "format", "print"];

    public static TheoryData<string> Cases => [.. CaseFile.Names("GoMod")];

    public static TheoryData<string> ValidCases => [.. CaseFile.Names("GoMod").Where(IsValid)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_understood_and_printed_as_its_file_says(string name)
    {
        var file = CaseFile.Read("GoMod", name);
        var expected = Expectations.Where(file.Has).ToDictionary(section => section, section => Latin(file.Bytes(section)));
        var actual = file.Has("go.work") ? OfGoWork(file.Bytes("go.work")) : OfGoMod(file.Bytes("go.mod"));

        Assert.NotEmpty(expected);
        foreach (var (section, text) in expected)
        {
            Assert.Equal(text, actual[section]);
        }
    }

    [Theory]
    [MemberData(nameof(ValidCases))]
    public void Formatting_twice_is_formatting_once(string name)
    {
        var file = CaseFile.Read("GoMod", name);
        var (format, print) = file.Has("go.work") ? Printers(ReadGoWork(file.Bytes("go.work"))) : Printers(ReadGoMod(file.Bytes("go.mod")));
        var formatted = format();
        var (again, printed) = file.Has("go.work") ? Printers(ReadGoWork(formatted)) : Printers(ReadGoMod(formatted));

        Assert.Equal(Latin(formatted), Latin(again()));
        Assert.Equal(Latin(formatted), Latin(printed()));
        Assert.NotNull(print());
    }

    private static bool IsValid(string name)
    {
        var file = CaseFile.Read("GoMod", name);
        return file.Has("facts") || file.Has("format") || file.Has("print");
    }

    private static Dictionary<string, string> OfGoMod(byte[] content)
    {
        var results = new Dictionary<string, string>();
        GoModFile.TryParse(content, "go.mod", GoModParsing.Strict, out var strict, out var errors);
        GoModFile.TryParse(content, "go.mod", GoModParsing.Lax, out var lax, out var laxErrors);
        results["facts"] = strict is null ? "(none)" : Bytes(Facts.Of(strict));
        results["lax facts"] = lax is null ? "(none)" : Bytes(Facts.Of(lax));
        results["errors"] = Bytes(Lines(errors));
        results["lax errors"] = Bytes(Lines(laxErrors));
        results["format"] = strict is null ? "(none)" : Latin(strict.Format());
        results["print"] = strict is null ? "(none)" : Latin(strict.Print());
        return results;
    }

    private static Dictionary<string, string> OfGoWork(byte[] content)
    {
        GoWorkFile.TryParse(content, "go.work", out var file, out var errors);
        return new Dictionary<string, string>
        {
            ["facts"] = file is null ? "(none)" : Bytes(Facts.Of(file)),
            ["errors"] = Bytes(Lines(errors)),
            ["format"] = file is null ? "(none)" : Latin(file.Format()),
            ["print"] = file is null ? "(none)" : Latin(file.Print()),
        };
    }

    private static (Func<byte[]> Format, Func<byte[]> Print) Printers(GoModFile file) => (file.Format, file.Print);

    private static (Func<byte[]> Format, Func<byte[]> Print) Printers(GoWorkFile file) => (file.Format, file.Print);

    private static GoModFile ReadGoMod(byte[] content)
    {
        Assert.True(GoModFile.TryParse(content, "go.mod", GoModParsing.Strict, out var file, out var errors), Lines(errors));
        return file;
    }

    private static GoWorkFile ReadGoWork(byte[] content)
    {
        Assert.True(GoWorkFile.TryParse(content, "go.work", out var file, out var errors), Lines(errors));
        return file;
    }

    private static string Lines(IReadOnlyList<GoModError> errors) => string.Concat(errors.Select(error => error + "\n"));

    private static string Bytes(string text) => Latin(Encoding.UTF8.GetBytes(text));

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
