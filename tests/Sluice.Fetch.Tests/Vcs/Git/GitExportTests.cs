using System.Text;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Fetch.Vcs.Git;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitExportTests : IDisposable
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();

    public void Dispose()
    {
        _rig.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Files_come_with_their_content_and_some_may_be_passed_over()
    {
        _fixture.Write("go.mod", "module m\n").Write("a/b/c.go", "package c\n").Write("empty", "").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(["a/b/c.go", "empty", "go.mod"], tree.Files.Select(file => file.Path));
        Assert.Equal(["package c\n", "module m\n"], await ReadAsync([tree.Files[0], tree.Files[2]]));
    }

    [Fact]
    public async Task A_folder_comes_alone_with_paths_from_its_root()
    {
        _fixture.Write("go.mod", "root").Write("sub/go.mod", "sub").Write("sub/x/y", "y").Write("subway", "no").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0", "sub");
        Assert.Equal([("go.mod", "sub"), ("x/y", "y")], tree.Files.Select(file => file.Path).Zip(await ReadAsync(tree.Files)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("file")]
    [InlineData("s*")]
    [InlineData(":(top)sub")]
    [InlineData("../sub")]
    [InlineData("sub/")]
    [InlineData("--output=x")]
    public async Task A_folder_that_is_none_is_empty(string folder)
    {
        _fixture.Write("sub/a", "a").Write("file", "x").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0", folder);
        Assert.Empty(tree.Files);
    }

    [Fact]
    public async Task Attributes_convert_as_they_do_for_the_go_command()
    {
        _fixture.Write(".gitattributes", "*.txt text eol=crlf\n*.id ident\n*.u16 text working-tree-encoding=UTF-16LE\n*.bin -text\nsubst export-subst\nignored export-ignore\n*.f filter=shout\n")
            .Write("a.txt", "1\n2\n").Write("a.id", "$Id$\n").Write("a.u16", "hé\n").Write("a.bin", "1\r\n2\n").Write("subst", "$Format:%H$\n").Write("ignored", "here\n").Write("a.f", "quiet\n")
            .Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        var contents = await ReadAsync(tree.Files);
        var files = tree.Files.Select((file, index) => (file.Path, contents[index])).ToDictionary();
        Assert.Equal("1\r\n2\r\n", files["a.txt"]);
        Assert.Equal($"$Id: {_fixture.Git("rev-parse", "main:a.id")} $\n", files["a.id"]);
        Assert.Equal(Encoding.Unicode.GetString(Encoding.Unicode.GetBytes("hé\n")), Encoding.Unicode.GetString(Encoding.Latin1.GetBytes(files["a.u16"])));
        Assert.Equal("1\r\n2\n", files["a.bin"]);
        Assert.Equal("$Format:%H$\n", files["subst"]);
        Assert.Equal("here\n", files["ignored"]);
        Assert.Equal("quiet\n", files["a.f"]);
        Assert.Equal("1\n2\n", await _rig.ReadAsync(_fixture.FileUrl, "v1.0.0", "a.txt"));
    }

    [Fact]
    public async Task The_roots_attributes_count_in_a_folder()
    {
        _fixture.Write(".gitattributes", "*.txt text eol=crlf\n").Write("sub/a.txt", "1\n").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0", "sub");
        Assert.Equal("1\r\n", Assert.Single(await ReadAsync(tree.Files)));
    }

    [Fact]
    public async Task Symbolic_links_and_submodules_are_listed_and_have_no_content()
    {
        _fixture.Write("a", "a").Commit();
        _fixture.Link("link", "../../etc/passwd").Submodule("module", _fixture.Head).Write("z", "z").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(
            [("a", ModuleFileKind.Regular), ("link", ModuleFileKind.Symlink), ("module", ModuleFileKind.Irregular), ("z", ModuleFileKind.Regular)],
            tree.Files.Select(file => (file.Path, file.Kind)));
        Assert.Equal(["z"], await ReadAsync([tree.Files[3]]));
    }

    [Fact]
    public async Task Odd_names_are_kept()
    {
        string[] names =
        [
            " lead", "trail ", "a\tb", "a\nb", "quote\"d", "back\\slash", "-rf", "ünïcödé/日本語.go", new string('x', 200) + "/" + new string('y', 200), "star*", "[set]", "dot.",
            string.Join('/', Enumerable.Repeat("deep", 40)),
        ];
        Array.ForEach(names, name => _fixture.Write(name, name));
        _fixture.Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(names.Order(StringComparer.Ordinal), tree.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(tree.Files.Select(file => file.Path), (await ReadAsync(tree.Files)).Select(content => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(content))));
    }

    [Fact]
    public async Task A_filter_of_the_operator_is_not_applied()
    {
        var config = _rig.Temp.Write("config", "[filter \"shout\"]\n\tsmudge = tr a-z A-Z\n\tclean = cat\n[core]\n\tautocrlf = true\n\tattributesFile = " + _rig.Temp.Write("attributes", "* text eol=crlf\n") + "\n");
        _rig.Set("GIT_CONFIG_GLOBAL", config);
        _fixture.Write(".gitattributes", "*.f filter=shout\n").Write("a.f", "quiet\n").Write("b", "1\n").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(["quiet\n", "1\n"], await ReadAsync([.. tree.Files.Skip(1)]));
    }

    [Fact]
    public async Task Nothing_lies_in_the_cache_after_an_export()
    {
        _fixture.Write("a", "a").Commit().Tag("v1.0.0");
        await (await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0")).DisposeAsync();
        Assert.Empty(Directory.EnumerateFiles(_rig.Options.CacheDirectory, "*.tar", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_tree_with_too_many_files_is_refused_at_once()
    {
        _fixture.CommitTree(Bomb(levels: 4, width: 64)).Tag("v1.0.0");
        var fault = await RefuseAsync();
        Assert.Equal((FaultCodes.Unpackable, "the repository has more than 250000 files at this commit"), (fault.Code, fault.Detail));
    }

    [Fact]
    public async Task Files_that_cannot_fit_are_refused_before_they_are_unpacked_and_the_biggest_is_named()
    {
        _fixture.Write("small", "x");
        var id = _fixture.Git(new byte[200 << 20], "hash-object", "-w", "--stdin");
        _fixture.Stage("100644", id, "data/2").Stage("100644", id, "data/3").Write("data/big.bin", new byte[(200 << 20) + 1]).Commit().Tag("v1.0.0");
        var fault = await RefuseAsync();
        Assert.Equal(FaultCodes.Unpackable, fault.Code);
        Assert.Contains("the biggest is data/big.bin with 209715201", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Commands, command => command.StartsWith("git archive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Big_files_of_another_module_are_listed_and_not_unpacked()
    {
        var id = _fixture.Git(new byte[300 << 20], "hash-object", "-w", "--stdin");
        _fixture.Write("a/go.mod", "module m/a\n").Write("a/[x]*/Go.Mod", "module m/x\n").Stage("100644", id, "a/[x]*/1").Stage("100644", id, "a/[x]*/in/2").Write("a/[x]*/in/go.mod", "")
            .Write("a/x/z", "z").Write("go.mod", "module m\n").Commit().Tag("v1.0.0");
        await using var tree = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0", "a");
        Assert.Equal(["[x]*/1", "[x]*/Go.Mod", "[x]*/in/2", "[x]*/in/go.mod", "go.mod", "x/z"], tree.Files.Select(file => file.Path));
        Assert.Equal(["module m/a\n", "z"], await ReadAsync([.. tree.Files.Skip(4)]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await tree.Files[0].OpenAsync(_rig.Token));
        await using var whole = await _rig.ExportAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(["module m\n"], await ReadAsync([whole.Files.Single(file => file.Path == "go.mod")]));
        await tree.DisposeAsync();
        await whole.DisposeAsync();
        Assert.All(_rig.Context.Steps.Where(step => step.Text.StartsWith("git archive", StringComparison.Ordinal)), step => Assert.InRange(step.Bytes, 1, 100_000));
    }

    [Fact]
    public async Task A_listing_may_come_in_any_pieces()
    {
        var whole = Encoding.UTF8.GetBytes("100644 blob abc      12\ta b\0120000 blob abc       3\tlink\0160000 commit abc       -\tü\0");
        for (var size = 1; size < whole.Length; size++)
        {
            using var listing = new TreeListing(maxEntries: 3);
            foreach (var piece in whole.Chunk(size))
            {
                await listing.WriteAsync(piece, _rig.Token);
            }

            Assert.Equal(
                [new TreeEntry("a b", ModuleFileKind.Regular, 12), new TreeEntry("link", ModuleFileKind.Symlink, 3), new TreeEntry("ü", ModuleFileKind.Irregular, 0)], listing.Entries);
        }
    }

    /// <summary>A few trees that hold each other many times: width^levels files.</summary>
    private string Bomb(int levels, int width)
    {
        var entry = $"100644 blob {_fixture.Git("x"u8, "hash-object", "-w", "--stdin")}\t";
        for (var level = 0; level < levels; level++)
        {
            var lines = string.Concat(Enumerable.Range(0, width).Select(i => $"{entry}{i:d3}\n"));
            entry = $"040000 tree {_fixture.Git(Encoding.UTF8.GetBytes(lines), "mktree")}\t";
        }

        return entry.Split(' ', '\t')[2];
    }

    private async Task<Fault> RefuseAsync() =>
        (await Assert.ThrowsAsync<FaultException>(() => _rig.ExportAsync(_fixture.FileUrl, "v1.0.0"))).Fault;

    private async Task<List<string>> ReadAsync(IReadOnlyList<ModuleFile> files)
    {
        var contents = new List<string>();
        foreach (var file in files)
        {
            await using var content = await file.OpenAsync(_rig.Token);
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, _rig.Token);
            Assert.Equal(content.Length, copy.Length);
            contents.Add(Encoding.Latin1.GetString(copy.ToArray()));
        }

        return contents;
    }
}
