using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class FallbackSourceTests
{
    private static readonly Dictionary<string, Fault?> Faults = new()
    {
        ["ok"] = null,
        ["404"] = FaultCodes.NotFound.At("404"),
        ["404text"] = FaultCodes.NotFound.At("404text") with { UpstreamText = "not here" },
        ["410"] = FaultCodes.Gone.At("410"),
        ["403"] = FaultCodes.UpstreamForbidden.At("403"),
        ["500"] = FaultCodes.UpstreamFailed.At("500"),
        ["html"] = FaultCodes.HtmlAnswer.At("html"),
        ["off"] = FaultCodes.Off.At("off"),
        ["direct"] = FaultCodes.UnknownRevision.At("direct"),
    };

    /// <summary>The chain, who is asked, and whose word it is in the end.</summary>
    public static TheoryData<string, string, string> Chains => new()
    {
        { "ok,500", "ok", "ok" },
        { "404,ok", "404 ok", "ok" },
        { "410,ok", "410 ok", "ok" },
        { "404|ok", "404 ok", "ok" },
        { "500,ok", "500", "500" },
        { "403,ok", "403", "403" },
        { "html,ok", "html", "html" },
        { "500|ok", "500 ok", "ok" },
        { "403|ok", "403 ok", "ok" },
        { "html|ok", "html ok", "ok" },
        { "404|500,ok", "404 500", "500" },
        { "500|404", "500 404", "500" },
        { "500|403|404", "500 403 404", "403" },
        { "404,410", "404 410", "410" },
        { "410,404", "410 404", "404" },
        { "404text,410", "404text 410", "404text" },
        { "410,404text", "410 404text", "404text" },
        { "404,off", "404 off", "404" },
        { "500|off", "500 off", "500" },
        { "off", "off", "off" },
        { "404,direct", "404 direct", "direct" },
        { "404text,direct", "404text direct", "direct" },
        { "500|direct", "500 direct", "direct" },
        { "500,direct", "500", "500" },
        { "direct", "direct", "direct" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Chains_go_as_the_go_command_goes(string chain, string asked, string last)
    {
        var (source, sources) = Build(chain);
        var document = await source.GetDocumentAsync(Rig.List, new FetchContext { RequestId = "r" }, TestContext.Current.CancellationToken);
        var zip = await source.GetZipAsync(Rig.Zip, new MemorySink(), new FetchContext { RequestId = "r" }, TestContext.Current.CancellationToken);
        Assert.Equal(last, document.Value?.Source ?? document.Fault!.Source);
        Assert.Equal(last, zip.Value?.Source ?? zip.Fault!.Source);
        Assert.Equal(asked, string.Join(' ', sources.Where(one => one.Asked.Count > 0).Select(one => one.Name)));
        Assert.Equal(chain, source.Name);
    }

    [Fact]
    public async Task A_source_that_has_proved_wrong_is_passed_over()
    {
        var (source, sources) = Build("ok,404");
        var context = new FetchContext { RequestId = "r" };

        Assert.True((await source.GetDocumentAsync(Rig.List, context, TestContext.Current.CancellationToken)).IsFound);
        Assert.Equal("ok", context.ReplaceableEntry);
        context.Distrust("ok");

        Assert.Equal("404", (await source.GetDocumentAsync(Rig.List, context, TestContext.Current.CancellationToken)).Fault?.Source);
        Assert.Equal([1, 1], sources.Select(one => one.Asked.Count));
    }

    [Fact]
    public async Task The_last_source_of_a_chain_has_nobody_to_replace_it()
    {
        var (source, _) = Build("404,ok");
        var context = new FetchContext { RequestId = "r" };

        Assert.True((await source.GetDocumentAsync(Rig.List, context, TestContext.Current.CancellationToken)).IsFound);

        Assert.Null(context.ReplaceableEntry);
    }

    private static (FallbackSource Source, List<ScriptedSource> Sources) Build(string chain)
    {
        var names = chain.Split(',', '|');
        var sources = names.Select(name => new ScriptedSource(name, Faults[name])).ToList();
        var marks = chain.Where(c => c is ',' or '|').ToList();
        return (new FallbackSource([.. sources.Select((source, i) => new FallbackEntry(source, i < marks.Count && marks[i] == '|') { IsDirect = source.Name == "direct" })]), sources);
    }
}
