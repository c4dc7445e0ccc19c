using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class FileTreeSourceTests : IAsyncDisposable
{
    private readonly Rig _rig = new();
    private readonly string _root;

    public FileTreeSourceTests() => _root = Path.Combine(_rig.Keep(new TemporaryDirectory()).Path, "my mods");

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(ArtefactKind.List, "v1.0.0\n")]
    [InlineData(ArtefactKind.Latest, """{"Version":"v9.9.9"}""")]
    [InlineData(ArtefactKind.Info, """{"Version":"v1.2.3"}""")]
    [InlineData(ArtefactKind.GoMod, "module anything")]
    public async Task Documents_are_read_byte_for_byte(ArtefactKind kind, string text)
    {
        var artefact = Of(kind);
        Write(artefact, text);
        var outcome = await ReadAsync(artefact);
        Assert.Equal((text, "file:my%20mods"), (Encoding.UTF8.GetString(outcome.Value!.Bytes.Span), outcome.Value.Source));
        Assert.Equal(("found", text.Length), (_rig.Context.Attempts[0].Outcome, (int)_rig.Context.Attempts[0].Bytes));
    }

    [Fact]
    public async Task Zips_are_copied()
    {
        Write(Rig.Zip, "PK and so on");
        var sink = new MemorySink();
        var outcome = await Source().GetZipAsync(Rig.Zip, sink, _rig.Context, _rig.Token);
        Assert.Equal((12L, "PK and so on"), (outcome.Value!.SizeBytes, Encoding.UTF8.GetString(sink.Bytes)));
    }

    [Fact]
    public async Task Upper_case_is_found_escaped()
    {
        var artefact = Artefact.List(ModulePath.Parse("example.com/Big"));
        Write(artefact, "v1.0.0\n");
        Assert.True(File.Exists(Path.Combine(_root, "example.com", "!big", "@v", "list")));
        Assert.True((await ReadAsync(artefact)).IsFound);
    }

    [Fact]
    public async Task What_is_not_there_does_not_exist()
    {
        Directory.CreateDirectory(_root);
        Assert.Equal(FaultCodes.NotFound, (await ReadAsync(Rig.List)).Fault!.Code);
    }

    [Fact]
    public async Task A_file_where_a_directory_should_be_is_absence()
    {
        Directory.CreateDirectory(_root);
        await File.WriteAllTextAsync(Path.Combine(_root, "example.com"), "", _rig.Token);
        Assert.Equal(FaultCodes.NotFound, (await ReadAsync(Rig.List)).Fault!.Code);
    }

    [Fact]
    public async Task A_directory_in_a_files_place_is_absence()
    {
        Directory.CreateDirectory(PathOf(Rig.List));
        Assert.Equal(FaultCodes.NotFound, (await ReadAsync(Rig.List)).Fault!.Code);
    }

    [Fact]
    public async Task A_tree_that_is_not_there_proves_nothing()
    {
        var fault = (await ReadAsync(Rig.List)).Fault!;
        Assert.Equal(FaultCodes.UpstreamFailed, fault.Code);
        Assert.DoesNotContain(Path.GetTempPath(), fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_of_links_proves_nothing_and_names_no_path()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Rig.List))!);
        File.CreateSymbolicLink(PathOf(Rig.List), PathOf(Rig.List));
        var fault = (await ReadAsync(Rig.List)).Fault!;
        Assert.False(fault.IsAbsence);
        Assert.DoesNotContain(Path.GetTempPath(), fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_followed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Rig.List))!);
        File.CreateSymbolicLink(PathOf(Rig.List), _rig.WriteFile("v1.0.0\n"));
        Assert.Equal(7, (await ReadAsync(Rig.List)).Value!.Bytes.Length);
    }

    [Theory]
    [InlineData(ArtefactKind.List, "<html>", "proxy.blocked")]
    [InlineData(ArtefactKind.Info, """{"Version":"v1.2.4"}""", "upstream.wrong-version")]
    [InlineData(ArtefactKind.Latest, "nonsense", "upstream.malformed")]
    [InlineData(ArtefactKind.GoMod, "module more than twenty", "upstream.too-big")]
    public async Task The_checks_are_those_of_a_server(ArtefactKind kind, string text, string code)
    {
        _rig.Limits = new BodyLimits { GoModBytes = 20 };
        Write(Of(kind), text);
        Assert.Equal(code, (await ReadAsync(Of(kind))).Fault!.Code.Id);
    }

    [Fact]
    public async Task No_artefact_leaves_the_tree()
    {
        Directory.CreateDirectory(_root);
        await File.WriteAllTextAsync(Path.Combine(_root, "..", "list"), "v1.0.0", _rig.Token);
        foreach (var text in new[] { "..", "../x.y", "a.b/../..", "a.b/./c", "/etc", "a.b//c", "a.b\\..\\.." })
        {
            Assert.False(ModulePath.TryParse(text, out _, out _), text);
        }

        Assert.Equal(FaultCodes.NotFound, (await ReadAsync(Artefact.List(default))).Fault!.Code);
    }

    [Theory]
    [InlineData("file://host/share")]
    [InlineData("https://example.com/")]
    public void Only_local_files_are_a_tree(string url) => Assert.Throws<ArgumentException>(() => new FileTreeSource(new Uri(url), new BodyLimits(), TimeProvider.System));

    private static Artefact Of(ArtefactKind kind) => kind switch
    {
        ArtefactKind.Latest => Rig.Latest,
        ArtefactKind.Info => Rig.Info,
        ArtefactKind.GoMod => Rig.GoMod,
        _ => Rig.List,
    };

    private FileTreeSource Source() => new(new Uri("file://" + Uri.EscapeDataString(_root).Replace("%2F", "/", StringComparison.Ordinal) + "/"), _rig.Limits, TimeProvider.System);

    private async Task<Outcome<Document>> ReadAsync(Artefact artefact) => await Source().GetDocumentAsync(artefact, _rig.Context, _rig.Token);

    private string PathOf(Artefact artefact) => Path.Combine(_root, artefact.ToRelativePath());

    private void Write(Artefact artefact, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(artefact))!);
        File.WriteAllText(PathOf(artefact), text);
    }
}
