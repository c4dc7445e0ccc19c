using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

public sealed class GoModEditorTests
{
    private const string Start = """
        // Deprecated: no
        module example.com/m // the name

        go 1.20

        require (
        	example.com/a v1.0.0 // because
        	example.com/b v1.0.0 // indirect; and more
        )

        require example.com/c v1.0.0 // indirect

        exclude example.com/a v1.1.0

        replace example.com/a v1.0.0 => ../a // mine

        // Wrong.
        retract v1.0.0

        """;

    [Fact]
    public void Nothing_changes_without_an_edit() => Assert.Equal(Start, Edited(editor => editor));

    [Fact]
    public void A_requirement_is_changed_in_place_and_keeps_its_comment() =>
        AssertReplaced("	example.com/a v1.0.0 // because", "	example.com/a v1.5.0 // because", editor => editor.SetRequirement(new("example.com/a", "v1.5.0")));

    [Fact]
    public void A_new_requirement_joins_the_last_one_in_a_block() => AssertReplaced(
        "require example.com/c v1.0.0 // indirect\n",
        "require (\n\texample.com/c v1.0.0 // indirect\n\texample.com/d v1.0.0\n)\n",
        editor => editor.SetRequirement(new("example.com/d", "v1.0.0")));

    [Fact]
    public void The_mark_indirect_goes_and_the_rest_of_the_comment_stays() =>
        AssertReplaced("// indirect; and more", "// and more", editor => editor.SetRequirement(new("example.com/b", "v1.0.0"), indirect: false));

    [Fact]
    public void The_mark_indirect_comes_before_a_comment() =>
        AssertReplaced("// because", "// indirect; because", editor => editor.SetRequirement(new("example.com/a", "v1.0.0"), indirect: true));

    [Fact]
    public void A_lone_mark_indirect_goes_with_its_slashes() => AssertReplaced(
        "require example.com/c v1.0.0 // indirect",
        "require example.com/c v1.0.0",
        editor => editor.SetRequirement(new("example.com/c", "v1.0.0"), indirect: false));

    [Fact]
    public void A_dropped_requirement_takes_its_comment_along_and_folds_the_block() => AssertReplaced(
        "require (\n\texample.com/a v1.0.0 // because\n\texample.com/b v1.0.0 // indirect; and more\n)\n",
        "require example.com/b v1.0.0 // indirect; and more\n",
        editor => editor.DropRequirement("example.com/a"));

    [Fact]
    public void Go_and_toolchain_are_set_and_dropped()
    {
        AssertReplaced("go 1.20\n", "go 1.22.0\n\ntoolchain go1.23.1\n", editor => editor.SetGo("1.22.0").SetToolchain("go1.23.1"));
        AssertReplaced("go 1.20\n\n", "", editor => editor.SetGo(null).SetToolchain(null));
    }

    [Fact]
    public void A_new_go_directive_follows_the_module_directive()
    {
        var file = GoModFile.Parse("module m\n\nrequire example.com/a v1.0.0\n", "go.mod", GoModParsing.Strict);

        Assert.True(new GoModEditor(file).SetGo("1.21").TryApply("go.mod", out var changed, out _));

        Assert.Equal("module m\n\ngo 1.21\n\nrequire example.com/a v1.0.0\n", Encoding.UTF8.GetString(changed.Print()));
    }

    [Fact]
    public void Exclusions_are_added_once_and_dropped()
    {
        AssertReplaced("exclude example.com/a v1.1.0\n", "exclude (\n\texample.com/a v1.1.0\n\texample.com/a v1.2.0\n)\n", editor => editor
            .AddExclusion(new("example.com/a", "v1.1.0"))
            .AddExclusion(new("example.com/a", "v1.2.0")));
        AssertReplaced("exclude example.com/a v1.1.0\n\n", "", editor => editor.DropExclusion(new("example.com/a", "v1.1.0")));
    }

    [Fact]
    public void Replacements_are_set_added_and_dropped()
    {
        var line = "replace example.com/a v1.0.0 => ../a // mine\n";
        AssertReplaced(line, "replace example.com/a v1.0.0 => \"../my a\" // mine\n", editor => editor
            .SetReplacement(new("example.com/a", "v1.0.0"), new("../my a", "")));
        AssertReplaced(line, "replace example.com/a => example.com/fork v1.9.0 // mine\n", editor => editor
            .SetReplacement(new("example.com/a", ""), new("example.com/fork", "v1.9.0")));
        AssertReplaced(line, "replace (\n\texample.com/a v1.0.0 => ../a // mine\n\texample.com/a v1.1.0 => ../b\n)\n", editor => editor
            .SetReplacement(new("example.com/a", "v1.1.0"), new("../b", "")));
        AssertReplaced(line + "\n", "", editor => editor.DropReplacement(new("example.com/a", "v1.0.0")));
        AssertReplaced("", "", editor => editor.DropReplacement(new("example.com/a", "")));
    }

    [Fact]
    public void Retractions_are_added_with_their_reason_and_dropped()
    {
        AssertReplaced("// Wrong.\nretract v1.0.0\n", "retract (\n\t// Bad.\n\t//\n\t// Very.\n\t[v1.2.0, v1.3.0]\n\t// Wrong.\n\tv1.0.0\n)\n", editor => editor
            .AddRetraction("v1.2.0", "v1.3.0", "Bad.\n\nVery."));
        AssertReplaced("\n// Wrong.\nretract v1.0.0\n", "", editor => editor.DropRetraction("v1.0.0", "v1.0.0"));
    }

    [Theory]
    [InlineData("v2.0.0", "go.mod:13:2: require example.com/d: version \"v2.0.0\" invalid: should be v0 or v1, not v2")]
    [InlineData("v1.0.0\nreplace x => y", "go.mod:13:2: require example.com/d: version \"v1.0.0\\nreplace x => y\" invalid: must be of the form v1.2.3")]
    public void A_malformed_argument_fails_the_edit_and_cannot_smuggle_lines_in(string version, string error)
    {
        var editor = new GoModEditor(Parse()).SetRequirement(new("example.com/d", version));

        Assert.False(editor.TryApply("go.mod", out var file, out var errors));

        Assert.Null(file);
        Assert.Equal([error], errors.Select(item => item.ToString()));
    }

    [Fact]
    public void The_file_that_an_edit_starts_from_stays_as_it_is()
    {
        var file = Parse();

        new GoModEditor(file).DropRequirement("example.com/a").SetGo("1.25.0");

        Assert.Equal(Start, Encoding.UTF8.GetString(file.Print()));
    }

    [Fact]
    public void A_laxly_parsed_file_cannot_be_edited() =>
        Assert.Throws<ArgumentException>(() => new GoModEditor(GoModFile.Parse(Start, "go.mod", GoModParsing.Lax)));

    private static GoModFile Parse() => GoModFile.Parse(Start, "go.mod", GoModParsing.Strict);

    private static string Edited(Func<GoModEditor, GoModEditor> edit)
    {
        Assert.True(edit(new GoModEditor(Parse())).TryApply("go.mod", out var file, out var errors), string.Join('\n', errors));
        return Encoding.UTF8.GetString(file.Print());
    }

    private static void AssertReplaced(string old, string now, Func<GoModEditor, GoModEditor> edit)
    {
        Assert.Contains(old, Start, StringComparison.Ordinal);
        Assert.Equal(old.Length == 0 ? Start : Start.Replace(old, now, StringComparison.Ordinal), Edited(edit));
    }
}
