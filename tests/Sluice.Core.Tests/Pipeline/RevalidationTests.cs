using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class RevalidationTests
{
    [Fact]
    public async Task A_list_is_asked_for_again_with_the_etag_of_the_source_that_gave_it()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n", "\"a\"", "https://one.test");
        await rig.GetAsync(Rig.List);
        Assert.Null(rig.Source.LastContextOf(Rig.List).IfNoneMatch);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        rig.Source.SaysNotModified(Rig.List, "https://one.test");

        var confirmed = await rig.GetAsync(Rig.List);

        var context = rig.Source.LastContextOf(Rig.List);
        Assert.Equal(("\"a\"", "https://one.test"), (context.IfNoneMatch, context.IfNoneMatchSource));
        Assert.Equal(("v1.0.0\n", CacheStatus.Hit, "https://one.test"), (Rig.Text(confirmed), confirmed.Status, confirmed.Document?.Source));
        Assert.True(rig.TryGet(Rig.List, out _));
    }

    [Fact]
    public async Task The_etag_is_kept_over_many_confirmations()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n", "\"a\"");
        await rig.GetAsync(Rig.List);
        rig.Source.SaysNotModified(Rig.List);
        for (var i = 0; i < 5; i++)
        {
            rig.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(CacheStatus.Hit, (await rig.GetAsync(Rig.List)).Status);
            Assert.Equal("\"a\"", rig.Source.LastContextOf(Rig.List).IfNoneMatch);
        }
    }

    [Fact]
    public async Task A_changed_list_replaces_the_old_one_and_its_etag()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n", "\"a\"");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        rig.Source.Says(Rig.List, "v1.0.0\nv1.1.0\n", "\"b\"");
        var changed = await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        rig.Source.SaysNotModified(Rig.List);
        await rig.GetAsync(Rig.List);

        Assert.Equal(("v1.0.0\nv1.1.0\n", CacheStatus.Miss), (Rig.Text(changed), changed.Status));
        Assert.Equal("\"b\"", rig.Source.LastContextOf(Rig.List).IfNoneMatch);
        await rig.RestartAsync();
        Assert.Equal("v1.0.0\nv1.1.0\n", Rig.Text(await rig.GetAsync(Rig.List, cachedOnly: true)));
    }

    [Fact]
    public async Task An_etag_of_a_source_that_gave_none_the_last_time_is_forgotten()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n", "\"a\"", "https://one.test");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        rig.Source.Says(Rig.List, "v1.0.0\n", etag: null, "https://two.test");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.GetAsync(Rig.List);

        Assert.Null(rig.Source.LastContextOf(Rig.List).IfNoneMatch);
    }

    [Fact]
    public async Task A_304_to_a_question_without_etag_is_malformed_and_kept_nowhere()
    {
        await using var rig = new Rig();
        rig.Source.SaysNotModified(Rig.List);

        var answer = await rig.GetAsync(Rig.List);

        Assert.Equal(FaultCodes.Malformed, answer.Fault?.Code);
        Assert.Empty(rig.Files);
    }

    [Fact]
    public async Task The_same_bytes_again_keep_the_date_of_the_first()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        var first = await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromMinutes(2));

        var second = await rig.GetAsync(Rig.List);

        Assert.NotSame(first.Document, second.Document);
        Assert.Equal((first.Document?.ETag, first.Document?.LastModified), (second.Document?.ETag, second.Document?.LastModified));
    }

    [Fact]
    public async Task ETags_of_different_contents_differ_and_of_the_same_content_do_not()
    {
        await using var rig = new Rig();
        var other = Core.Ports.Artefact.List(Modules.Paths.ModulePath.Parse("example.com/other"));
        rig.Source.Says(Rig.List, "v1.0.0\n");
        rig.Source.Says(Rig.Branch, "v1.0.1\n");
        rig.Source.Says(other, "v1.0.0\n");

        var tag = (await rig.GetAsync(Rig.List)).Document?.ETag;

        Assert.Matches("^\"[0-9a-f]{32}\"$", tag);
        Assert.NotEqual(tag, (await rig.GetAsync(Rig.Branch)).Document?.ETag);
        Assert.Equal(tag, (await rig.GetAsync(other)).Document?.ETag);
    }
}
