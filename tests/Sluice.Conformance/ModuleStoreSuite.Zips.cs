using Sluice.Core.Ports;

namespace Sluice.Conformance;

public abstract partial class ModuleStoreSuite
{
    [Fact]
    public async Task A_committed_zip_comes_back_byte_for_byte()
    {
        var zip = Artefact.Zip(Module, Version);
        var content = Content(1, 300_000);
        await PutZipAsync(zip, content);
        using var opened = Store.OpenZip(zip);
        Assert.NotNull(opened);
        Assert.Equal(content.Length, opened.SizeBytes);
        Assert.Equal(content, ReadAll(opened));
    }

    [Fact]
    public async Task A_draft_is_invisible_until_it_is_committed()
    {
        var zip = Artefact.Zip(Module, Version);
        await using var draft = Store.CreateZip(zip);
        draft.Reset(null);
        await draft.WriteAsync(Content(1, 1000), Cancelled);
        Assert.Null(Store.OpenZip(zip));
        Assert.Empty(Store.Enumerate());
        await draft.CommitAsync(Cancelled);
        using var opened = Store.OpenZip(zip);
        Assert.NotNull(opened);
    }

    [Fact]
    public async Task A_draft_that_is_only_disposed_leaves_nothing()
    {
        var zip = Artefact.Zip(Module, Version);
        await using (var draft = Store.CreateZip(zip))
        {
            draft.Reset(5000);
            await draft.WriteAsync(Content(1, 5000), Cancelled);
        }

        Assert.Null(Store.OpenZip(zip));
        Assert.Empty(Store.Enumerate());
    }

    [Fact]
    public async Task A_reset_draft_starts_anew()
    {
        var zip = Artefact.Zip(Module, Version);
        var content = Content(2, 700);
        await using var draft = Store.CreateZip(zip);
        draft.Reset(null);
        await draft.WriteAsync(Content(1, 90_000), Cancelled);
        draft.Reset(content.Length);
        Assert.Equal(0, draft.LengthBytes);
        await draft.WriteAsync(content.AsMemory(0, 300), Cancelled);
        await draft.WriteAsync(content.AsMemory(300), Cancelled);
        Assert.Equal(700, draft.LengthBytes);
        await draft.CommitAsync(Cancelled);
        using var opened = Store.OpenZip(zip)!;
        Assert.Equal(content, ReadAll(opened));
    }

    [Fact]
    public async Task An_announced_length_promises_nothing()
    {
        var zip = Artefact.Zip(Module, Version);
        await using var draft = Store.CreateZip(zip);
        draft.Reset(long.MaxValue);
        await draft.WriteAsync(Content(1, 10), Cancelled);
        await draft.CommitAsync(Cancelled);
        using var opened = Store.OpenZip(zip)!;
        Assert.Equal(10, opened.SizeBytes);
    }

    [Fact]
    public async Task A_draft_can_be_read_and_sought_before_it_is_committed()
    {
        var content = Content(3, 200_000);
        await using var draft = Store.CreateZip(Artefact.Zip(Module, Version));
        draft.Reset(null);
        await draft.WriteAsync(content, Cancelled);
        await using (var stream = draft.OpenRead())
        {
            Assert.True(stream.CanSeek);
            Assert.Equal(content.Length, stream.Length);
            stream.Seek(-10, SeekOrigin.End);
            var tail = new byte[20];
            Assert.Equal(10, await stream.ReadAtLeastAsync(tail, 20, throwOnEndOfStream: false, Cancelled));
            Assert.Equal(content[^10..], tail[..10]);
            stream.Position = 0;
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancelled);
            Assert.Equal(content, copy.ToArray());
        }

        await draft.CommitAsync(Cancelled);
    }

    [Fact]
    public async Task An_opened_zip_keeps_its_content_while_another_is_committed()
    {
        var zip = Artefact.Zip(Module, Version);
        var before = Content(1, 150_000);
        var after = Content(2, 90_000);
        await PutZipAsync(zip, before);
        using var opened = Store.OpenZip(zip)!;
        await PutZipAsync(zip, after);
        Assert.Equal(before, ReadAll(opened));
        using var reopened = Store.OpenZip(zip)!;
        Assert.Equal(after, ReadAll(reopened));
    }

    [Fact]
    public async Task A_zip_that_is_removed_while_open_can_be_read_to_its_end()
    {
        var zip = Artefact.Zip(Module, Version);
        var content = Content(1, 150_000);
        await PutZipAsync(zip, content);
        using var opened = Store.OpenZip(zip)!;
        Store.Remove(zip);
        Assert.Null(Store.OpenZip(zip));
        Assert.Equal(content, ReadAll(opened));
    }

    [Fact]
    public async Task Readers_never_see_a_mixture_of_two_zips()
    {
        var zip = Artefact.Zip(Module, Version);
        var contents = Enumerable.Range(1, 3).Select(seed => Content(seed, seed * 70_000)).ToArray();
        await PutZipAsync(zip, contents[0]);
        var writing = Task.WhenAll(contents.Select(content => Task.Run(
            async () =>
            {
                for (var i = 0; i < 15; i++)
                {
                    await PutZipAsync(zip, content);
                }
            },
            Cancelled)));
        while (!writing.IsCompleted)
        {
            using var opened = Store.OpenZip(zip);
            Assert.NotNull(opened);
            var seen = ReadAll(opened);
            Assert.Contains(contents, content => content.AsSpan().SequenceEqual(seen));
        }

        await writing.WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task A_commit_is_seen_by_whoever_opens_after_it_however_many_read_meanwhile()
    {
        var zip = Artefact.Zip(Module, Version);
        await PutZipAsync(zip, Content(1, 1));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var opened = Store.OpenZip(zip);
                    Assert.NotNull(opened);
                }
            },
            Cancelled)).ToArray();
        for (var length = 2; length < 60; length++)
        {
            await PutZipAsync(zip, Content(1, length));
            using var opened = Store.OpenZip(zip);
            Assert.Equal(length, opened!.SizeBytes);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task The_hash_of_a_zip_is_recorded_beside_it()
    {
        var zip = Artefact.Zip(Module, Version);
        await PutZipAsync(zip, Content(1, 100));
        Assert.Null(await Store.ReadZipHashAsync(zip, Cancelled));
        await Store.WriteZipHashAsync(zip, Hash, Cancelled);
        Assert.Equal(Hash, await Store.ReadZipHashAsync(zip, Cancelled));
        Assert.Equal(zip, Assert.Single(Store.Enumerate()).Artefact);
    }

    [Fact]
    public async Task The_hash_goes_with_its_zip()
    {
        var zip = Artefact.Zip(Module, Version);
        await PutZipAsync(zip, Content(1, 100));
        await Store.WriteZipHashAsync(zip, Hash, Cancelled);
        Store.Remove(zip);
        Assert.Null(await Store.ReadZipHashAsync(zip, Cancelled));
    }

    [Fact]
    public async Task A_new_zip_does_not_inherit_the_hash_of_the_old_one()
    {
        var zip = Artefact.Zip(Module, Version);
        await PutZipAsync(zip, Content(1, 100));
        await Store.WriteZipHashAsync(zip, Hash, Cancelled);
        await PutZipAsync(zip, Content(2, 100));
        Assert.Null(await Store.ReadZipHashAsync(zip, Cancelled));
    }

    [Fact]
    public async Task Everything_kept_is_enumerated_with_its_size()
    {
        var zip = ZipOf("github.com/Big/Module/v2", "v2.0.0-RC1");
        var branch = InfoOf("example.com/module", "feature#1");
        await PutZipAsync(zip, Content(1, 12_345));
        await Store.WriteDocumentAsync(branch, Text("{}"), Cancelled);
        await Store.WriteDocumentAsync(Artefact.List(Module), Text("v1.2.3\n"), Cancelled);
        await Store.WriteDocumentAsync(Artefact.Latest(Module), Text("{ }"), Cancelled);
        await Store.WriteDocumentAsync(Artefact.GoMod(Module, Version), Text("module m\n"), Cancelled);
        var sizes = Store.Enumerate().ToDictionary(entry => entry.Artefact, entry => entry.SizeBytes);
        Assert.Equal(5, sizes.Count);
        Assert.Equal(12_345, sizes[zip]);
        Assert.Equal(2, sizes[branch]);
        Assert.Equal(7, sizes[Artefact.List(Module)]);
        Assert.Equal(3, sizes[Artefact.Latest(Module)]);
        Assert.Equal(9, sizes[Artefact.GoMod(Module, Version)]);
    }

    [Fact]
    public async Task A_cancelled_commit_publishes_nothing()
    {
        var zip = Artefact.Zip(Module, Version);
        using var cancellation = new CancellationTokenSource();
        await using (var draft = Store.CreateZip(zip))
        {
            draft.Reset(null);
            await draft.WriteAsync(Content(1, 10), Cancelled);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draft.CommitAsync(cancellation.Token).AsTask());
        }

        Assert.Null(Store.OpenZip(zip));
    }
}
