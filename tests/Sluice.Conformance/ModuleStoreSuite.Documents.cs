using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Conformance;

public abstract partial class ModuleStoreSuite
{
    [Fact]
    public async Task What_was_never_written_is_not_kept()
    {
        Assert.Null(await GetAsync(Artefact.List(Module)));
        Assert.Null(await GetAsync(Artefact.Latest(Module)));
        Assert.Null(await GetAsync(Artefact.Info(Module, Version)));
        Assert.Null(await GetAsync(Artefact.GoMod(Module, Version)));
        Assert.Null(Store.OpenZip(Artefact.Zip(Module, Version)));
        Assert.Empty(Store.Enumerate());
    }

    [Fact]
    public async Task Every_kind_of_document_comes_back_byte_for_byte()
    {
        Artefact[] artefacts =
        [
            Artefact.List(Module), Artefact.Latest(Module), Artefact.Info(Module, Version), InfoOf("example.com/module", "main"), Artefact.GoMod(Module, Version),
        ];
        foreach (var artefact in artefacts)
        {
            await Store.WriteDocumentAsync(artefact, Text($"content of {artefact}\r\n"), Cancelled);
        }

        foreach (var artefact in artefacts)
        {
            Assert.Equal(Text($"content of {artefact}\r\n"), await GetAsync(artefact));
        }
    }

    [Fact]
    public async Task The_last_write_wins()
    {
        var list = Artefact.List(Module);
        await Store.WriteDocumentAsync(list, Text("v1.0.0\nv1.1.0\n"), Cancelled);
        await Store.WriteDocumentAsync(list, Text("v1.0.0\n"), Cancelled);
        Assert.Equal(Text("v1.0.0\n"), await GetAsync(list));
    }

    [Fact]
    public async Task An_empty_list_and_an_empty_go_mod_are_kept_and_are_not_absent()
    {
        await Store.WriteDocumentAsync(Artefact.List(Module), default, Cancelled);
        await Store.WriteDocumentAsync(Artefact.GoMod(Module, Version), default, Cancelled);
        Assert.Equal(Text(""), await GetAsync(Artefact.List(Module)));
        Assert.Equal(Text(""), await GetAsync(Artefact.GoMod(Module, Version)));
    }

    [Fact]
    public async Task Confirming_the_same_content_renews_its_time()
    {
        var list = Artefact.List(Module);
        await Store.WriteDocumentAsync(list, Text("v1.0.0\n"), Cancelled);
        var first = (await Store.ReadDocumentAsync(list, Cancelled))!.WrittenAt;
        Advance(TimeSpan.FromMinutes(5));
        await Store.WriteDocumentAsync(list, Text("v1.0.0\n"), Cancelled);
        var second = (await Store.ReadDocumentAsync(list, Cancelled))!.WrittenAt;
        Assert.InRange(second - first, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Paths_and_versions_that_differ_in_case_only_are_kept_apart()
    {
        var lower = InfoOf("example.com/module", "v1.0.0-rc");
        var upperPath = InfoOf("example.com/Module", "v1.0.0-rc");
        var upperVersion = InfoOf("example.com/module", "v1.0.0-RC");
        await Store.WriteDocumentAsync(lower, Text("lower"), Cancelled);
        await Store.WriteDocumentAsync(upperPath, Text("path"), Cancelled);
        await Store.WriteDocumentAsync(upperVersion, Text("version"), Cancelled);
        Assert.Equal(Text("lower"), await GetAsync(lower));
        Assert.Equal(Text("path"), await GetAsync(upperPath));
        Assert.Equal(Text("version"), await GetAsync(upperVersion));
        Assert.Equal(3, Store.Enumerate().Select(entry => entry.Artefact).Distinct().Count());
    }

    [Fact]
    public async Task Modules_whose_paths_contain_each_other_are_kept_apart()
    {
        var outer = InfoOf("example.com/a", "v1.0.0");
        var inner = InfoOf("example.com/a/v2/b.info", "v1.0.0");
        await Store.WriteDocumentAsync(inner, Text("inner"), Cancelled);
        await Store.WriteDocumentAsync(outer, Text("outer"), Cancelled);
        Assert.Equal(Text("outer"), await GetAsync(outer));
        Assert.Equal(Text("inner"), await GetAsync(inner));
    }

    [Fact]
    public async Task A_revision_of_odd_characters_is_kept_under_its_own_name()
    {
        var branch = InfoOf("example.com/module", "Fix #1 (50%2E) [a]{b}~^@$&,=+_.x");
        await Store.WriteDocumentAsync(branch, Text("{}"), Cancelled);
        Assert.Equal(Text("{}"), await GetAsync(branch));
        Assert.Equal(branch, Assert.Single(Store.Enumerate()).Artefact);
    }

    [Fact]
    public async Task A_removed_document_is_gone_and_its_neighbours_stay()
    {
        await Store.WriteDocumentAsync(Artefact.Info(Module, Version), Text("{}"), Cancelled);
        await Store.WriteDocumentAsync(Artefact.GoMod(Module, Version), Text("module example.com/module\n"), Cancelled);
        Store.Remove(Artefact.Info(Module, Version));
        Store.Remove(Artefact.Latest(Module));
        Assert.Null(await GetAsync(Artefact.Info(Module, Version)));
        Assert.NotNull(await GetAsync(Artefact.GoMod(Module, Version)));
    }

    [Fact]
    public async Task Readers_never_see_a_mixture_of_two_documents()
    {
        var list = Artefact.List(Module);
        var contents = Enumerable.Range(1, 4).Select(seed => Content(seed, seed * 40_000)).ToArray();
        await Store.WriteDocumentAsync(list, contents[0], Cancelled);
        var writers = contents.Select(content => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    await Store.WriteDocumentAsync(list, content, Cancelled);
                }
            },
            Cancelled));
        var writing = Task.WhenAll(writers);
        while (!writing.IsCompleted)
        {
            var seen = await GetAsync(list);
            Assert.Contains(contents, content => content.AsSpan().SequenceEqual(seen));
        }

        await writing.WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task Many_versions_can_be_written_at_once()
    {
        var artefacts = Enumerable.Range(0, 60).Select(i => InfoOf($"example.com/m{i % 7}/deep/er", $"v1.{i}.0")).ToArray();
        await Task.WhenAll(artefacts.Select(artefact => Task.Run(
            () => Store.WriteDocumentAsync(artefact, Text(artefact.ToString()), Cancelled).AsTask(),
            Cancelled))).WaitAsync(Patience, Cancelled);
        foreach (var artefact in artefacts)
        {
            Assert.Equal(Text(artefact.ToString()), await GetAsync(artefact));
        }
    }

    /// <summary>Winds the clock of the store under test.</summary>
    protected abstract void Advance(TimeSpan time);
}
