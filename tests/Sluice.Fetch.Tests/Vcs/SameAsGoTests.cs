using Sluice.Fetch.Tests.Vcs.Git;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs;

/// <summary>What <c>direct</c> says of repositories is what the real go command computes in direct mode: versions, times, hashes, and what does not exist.</summary>
public sealed class SameAsGoTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Modules_in_the_root_in_folders_and_of_later_majors()
    {
        using var fixture = new GitFixture();
        var ids = MakeKit(fixture);
        using var rig = new DirectRig(fixture);
        var kit = rig.Prefix;
        await rig.AssertListsAsync(kit, $"{kit}/v3", $"{kit}/v4", $"{kit}/sub", $"{kit}/sub/v2");
        await rig.AssertSameAsync(
            (kit, "v0.1.0"), (kit, "v1.0.0"), (kit, "v1.1.0"), (kit, "v1.2.0-rc.1"), (kit, "v9.9.9"), (kit, "v1.9.9"), (kit, "latest"), (kit, "main"), (kit, "dev"),
            (kit, "v2.0.0"), (kit, "v2.0.0+incompatible"), (kit, "v1.0.1+meta"), (kit, "v1.0.0+incompatible"), (kit, ids["first"][..8]), (kit, ids["dev"][..12]), (kit, ids["dev"]), (kit, "nothing"), (kit, ids["annotated"]), (kit, ids["pull"]), (kit, ids["pull"][..9]),
            ($"{kit}/v3", "v3.0.0"), ($"{kit}/v3", "latest"), ($"{kit}/v3", "main"), ($"{kit}/v4", "v4.0.0"), ($"{kit}/v4", "main"), ($"{kit}/v5", "v5.0.0"),
            ($"{kit}/sub", "v0.1.0"), ($"{kit}/sub", "v0.2.0"), ($"{kit}/sub", "latest"), ($"{kit}/sub", "main"), ($"{kit}/sub/v2", "v2.0.0"), ($"{kit}/sub/inner", "main"), ($"{kit}/none", "main"));
    }

    [Fact]
    public async Task Pseudo_versions_true_and_false()
    {
        using var fixture = new GitFixture();
        var ids = MakeKit(fixture);
        using var rig = new DirectRig(fixture);
        var (kit, dev, first) = (rig.Prefix, ids["dev"][..12], ids["first"][..12]);
        var time = fixture.Git("log", "-1", "--format=%cd", "--date=format-local:%Y%m%d%H%M%S", ids["dev"]);
        var firstTime = fixture.Git("log", "-1", "--format=%cd", "--date=format-local:%Y%m%d%H%M%S", ids["first"]);
        await rig.AssertSameAsync(
            (kit, $"v0.0.0-{time}-{dev}"), (kit, $"v1.1.1-0.{time}-{dev}"), (kit, $"v1.0.1-0.{time}-{dev}"), (kit, $"v1.2.0-rc.1.0.{time}-{dev}"),
            (kit, $"v1.5.1-0.{time}-{dev}"), (kit, $"v1.0.0-{time}-{dev}"), (kit, $"v0.0.0-20200101000000-{dev}"), (kit, $"v0.0.0-{time}-{dev[..11]}"), (kit, $"v0.0.0-{time}-{ids["dev"][..13]}"),
            (kit, $"v0.0.0-{time}-0123456789ab"), (kit, $"v0.1.1-0.{firstTime}-{first}"), (kit, $"v2.0.1-0.{time}-{dev}+incompatible"), (kit, $"v2.0.0-{time}-{dev}"),
            // The base v1 and v1.0 of a tag without patch is none.
            (kit, $"v1.0.1-0.{time}-{dev}"), (kit, $"v1.3.1-0.{time}-{dev}"),
            ($"{kit}/sub", $"v0.2.1-0.{time}-{dev}"), ($"{kit}/sub", $"v0.0.0-{time}-{dev}"), ($"{kit}/v3", $"v3.0.0-{time}-{dev}"));
    }

    [Fact]
    public async Task A_repository_without_go_mod()
    {
        using var fixture = new GitFixture();
        fixture.Write("a.go", "package a\n").Write("LICENSE", "free\n").Commit("one", Start).Tag("v1.0.0").Tag("v2.0.0");
        fixture.Write("b.go", "package a\n").Commit("two", Start.AddDays(1)).Tag("v2.1.0").Tag("v3.0.0");
        fixture.Write("c.go", "package a\n").Commit("three", Start.AddDays(2));
        using var rig = new DirectRig(fixture, "old");
        var time = fixture.Git("log", "-1", "--format=%cd", "--date=format-local:%Y%m%d%H%M%S");
        var head = fixture.Head[..12];
        await rig.AssertListsAsync(rig.Prefix);
        await rig.AssertSameAsync(
            (rig.Prefix, "v1.0.0"), (rig.Prefix, "v2.0.0"), (rig.Prefix, "v2.0.0+incompatible"), (rig.Prefix, "v3.0.0+incompatible"), (rig.Prefix, "latest"), (rig.Prefix, "main"),
            (rig.Prefix, $"v3.0.1-0.{time}-{head}+incompatible"), (rig.Prefix, $"v2.1.1-0.{time}-{head}+incompatible"), (rig.Prefix, $"v2.0.0-{time}-{head}+incompatible"), ($"{rig.Prefix}/v2", "v2.0.0"), ($"{rig.Prefix}/a", "main"));
    }

    [Fact]
    public async Task A_repository_without_tags_has_its_main_branch()
    {
        using var fixture = new GitFixture();
        fixture.Write("go.mod", "module github.com/synth/untagged\n").Write("a.go", "package a\n").Commit("one", Start);
        using var rig = new DirectRig(fixture, "untagged");
        await rig.AssertSameAsync((rig.Prefix, "latest"), (rig.Prefix, "main"), (rig.Prefix, fixture.Head[..10]), (rig.Prefix, "v1.0.0"));
        Assert.Equal("", await rig.ListBySluiceAsync(rig.Prefix));
    }

    [Fact]
    public async Task Retracted_versions_are_listed_and_are_not_the_latest()
    {
        using var fixture = new GitFixture();
        fixture.Write("go.mod", "module github.com/synth/retracted\n").Commit("one", Start).Tag("v1.0.0");
        fixture.Write("a.go", "package a\n").Commit("two", Start.AddDays(1)).Tag("v1.1.0");
        fixture.Write("go.mod", "module github.com/synth/retracted\n\nretract [v1.1.0, v1.2.0]\n").Commit("three", Start.AddDays(2)).Tag("v1.2.0");
        using var rig = new DirectRig(fixture, "retracted");
        await rig.AssertListsAsync(rig.Prefix);
        await rig.AssertSameAsync((rig.Prefix, "latest"), (rig.Prefix, "v1.1.0"), (rig.Prefix, "main"));
    }

    [Fact]
    public async Task Files_as_the_rules_for_zips_and_the_attributes_want_them()
    {
        using var fixture = new GitFixture();
        fixture.Write("go.mod", "module github.com/synth/files\n").Write("a.go", "package a // $Id$ $Format:%H$\n").Write(".hidden", "x\n").Write("empty", "")
            .Write(".gitattributes", "*.txt text eol=crlf\na.go ident\nb.go export-subst\nc.go export-ignore\n*.utf16 working-tree-encoding=UTF-16LE-BOM\n")
            .Write("note.txt", "one\ntwo\n").Write("mixed.txt", "one\r\ntwo\n").Write("b.go", "package a // $Format:%H$\n").Write("c.go", "package a\n").Write("wide.utf16", "wide\n")
            .Write("inner/go.mod", "module github.com/synth/files/inner\n").Write("inner/x.go", "package inner\n").Write("inner/bad:name", "x\n")
            .Write("vendor/modules.txt", "# x\n").Write("vendor/p/v.go", "package p\n").Write("a/vendor/x.go", "package x\n").Write("abcdefgh/vendor/x.go", "package x\n")
            .Write("testdata/_x/é ü.txt", "é\n").Link("link", "a.go").Submodule("module", "0123456789012345678901234567890123456789")
            .Write("sub/go.mod", "module github.com/synth/files/sub\n").Write("sub/s.go", "package sub\n").Write("LICENSE", "root\n")
            .Commit("one", Start).Tag("v1.0.0").Tag("sub/v1.0.0");
        fixture.Write("go.mod", "module github.com/synth/files\n\ngo 1.18\n").Write("bad:name", "x\n").Commit("two", Start.AddDays(1)).Tag("v1.1.0");
        using var rig = new DirectRig(fixture, "files");
        await rig.AssertSameAsync((rig.Prefix, "v1.0.0"), ($"{rig.Prefix}/sub", "v1.0.0"), (rig.Prefix, "v1.1.0"));
        Assert.EndsWith(" zip none", await rig.AskSluiceAsync(rig.Prefix, "v1.1.0"));
    }

    [Fact]
    public async Task Licences_of_modules_in_folders()
    {
        using var fixture = new GitFixture();
        fixture.Write("LICENSE", "root\n").Write("go.mod", "module github.com/synth/licences\n");
        foreach (var name in new[] { "without", "with", "link", "other" })
        {
            fixture.Write($"{name}/go.mod", $"module github.com/synth/licences/{name}\n").Write($"{name}/x.go", "package x\n").Tag($"{name}/v0.0.0-x", EmptyCommit(fixture));
        }

        fixture.Write("with/LICENSE", "own\n").Link("link/LICENSE", "../LICENSE").Write("other/LICENSE.txt", "x\n").Commit("one", Start);
        foreach (var name in new[] { "without", "with", "link", "other" })
        {
            fixture.Tag($"{name}/v1.0.0");
        }

        using var rig = new DirectRig(fixture, "licences");
        await rig.AssertSameAsync([.. new[] { "without", "with", "link", "other" }.Select(name => ($"{rig.Prefix}/{name}", "v1.0.0"))]);
    }

    private static string EmptyCommit(GitFixture fixture) =>
        fixture.Git("rev-list", "--max-count=1", "--all") is { Length: > 0 } some ? some : fixture.Commit("zero", Start.AddDays(-1)).Head;

    /// <summary>A repository with everything that a path can mean; the whole hashes of some commits by name.</summary>
    private static Dictionary<string, string> MakeKit(GitFixture fixture)
    {
        var ids = new Dictionary<string, string>();
        fixture.Write("a.go", "package kit\n").Write("LICENSE", "free\n").Commit("first", Start).Tag("v0.1.0");
        ids["first"] = fixture.Head;
        fixture.Write("go.mod", "module github.com/synth/kit\n").Commit("second", Start.AddDays(1)).Tag("v1.0.0").Tag("v1").Tag("v1.0").Tag("v1.0.1+meta").Tag("v2.0.0");
        fixture.Write("sub/go.mod", "module github.com/synth/kit/sub\n").Write("sub/s.go", "package sub\n").Write("sub/inner/i.go", "package inner\n")
            .Commit("third", Start.AddDays(2)).AnnotatedTag("v1.1.0").Tag("sub/v0.1.0").Tag("nightly");
        fixture.Write("v4/go.mod", "module github.com/synth/kit/v4\n").Write("v4/four.go", "package kit\n").Commit("fourth", Start.AddDays(3)).Tag("v4.0.0").Tag("sub/v0.2.0").Tag("v1.2.0-rc.1");
        fixture.Branch("dev").Write("dev.go", "package kit\n").Tag("v1.3").Commit("dev", Start.AddDays(4));
        ids["dev"] = fixture.Head;
        fixture.On("main").Write("go.mod", "module github.com/synth/kit/v3\n").Write("sub/go.mod", "module github.com/synth/kit/sub/v2\n").Commit("fifth", Start.AddDays(5)).Tag("v3.0.0").Tag("sub/v2.0.0").Tag("v5.0.0");
        ids["annotated"] = fixture.Git("rev-parse", "v1.1.0");
        fixture.Branch("pull").Write("pull.go", "package kit\n").Commit("pull", Start.AddDays(6));
        ids["pull"] = fixture.Head;
        fixture.On("main").Git("update-ref", "refs/pull/1/head", ids["pull"]);
        fixture.Git("update-ref", "-d", "refs/heads/pull");
        return ids;
    }
}
