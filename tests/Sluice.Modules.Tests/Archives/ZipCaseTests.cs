using System.Globalization;
using System.Text;
using Sluice.Modules.Archives;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Archives;

/// <summary>
/// One file a case in <c>testdata/check</c>: entries of a zip, one a line (<c>NAME</c>, or <c>NAME => size BYTES</c> for a declared size, with
/// <c>\xNN</c> for any byte), and the problems wanted.
/// </summary>
public sealed class ZipCaseTests
{
    private const string Folder = "Archives/testdata/check";

    public static IEnumerable<TheoryDataRow<string>> Cases => TextArchive.Names(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_zip_is_judged_as_its_case_says(string name)
    {
        var archive = TextArchive.Read(Folder, name);
        var module = archive["module"].SingleOrDefault() ?? "example.com/m v1.0.0";
        var zip = new CraftedZip();
        foreach (var line in archive["entries"])
        {
            zip.Add(Entry(line));
        }

        var check = ModuleZip.Check(zip.ToStream(), ModulePath.Parse(module.Split(' ')[0]), ModuleVersion.Parse(module.Split(' ')[1]));

        Assert.Equal(archive["problems"], check.Problems.Select(problem => problem.ToString()));
        Assert.Equal(archive["problems"].Count == 0, check.IsValid);
    }

    private static CraftedEntry Entry(string line)
    {
        var parts = line.Split(" => size ");
        return new CraftedEntry(Unescape(parts[0]), [])
        {
            DeclaredSize = parts.Length == 2 ? ulong.Parse(parts[1], CultureInfo.InvariantCulture) : null,
        };
    }

    private static byte[] Unescape(string name)
    {
        var parts = name.Split("\\x");
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(parts[0]));
        foreach (var part in parts.Skip(1))
        {
            bytes.Add(Convert.ToByte(part[..2], 16));
            bytes.AddRange(Encoding.UTF8.GetBytes(part[2..]));
        }

        return [.. bytes];
    }
}
