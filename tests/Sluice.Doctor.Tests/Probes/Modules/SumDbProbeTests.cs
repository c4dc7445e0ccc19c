using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.SumDb;
using Sluice.Testing;
using Sluice.Testing.SumDb;

namespace Sluice.Doctor.Tests.Probes.Modules;

public sealed class SumDbProbeTests : IAsyncLifetime
{
    private const string Name = "sum.example";
    private static readonly byte[] PublicKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly TestHost _host = new();
    private readonly NoteVerifierKey _key = NoteVerifierKey.Create(Name, PublicKey);
    private readonly KeyOfName _signer = new(NoteVerifierKey.Create(Name, PublicKey));
    private MemorySumDb _database = null!;
    private FakeUpstream _server = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new MemorySumDb(_signer, tileHeight: 8);
        await _database.AddAsync("rsc.io/quote", "v1.5.2");
        _server = await FakeUpstream.StartAsync();
        _server.OnAll(Behaviours.Status(404, "not found"));
        await ServeAsync("");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task The_direct_way_gives_head_record_and_tile()
    {
        var sumDb = await AskAsync(proxy: null, canVerify: true);

        Assert.Equal([ProxyStep.SumDbLatest, ProxyStep.SumDbLookup, ProxyStep.SumDbTile], sumDb.Steps.Select(step => step.Step));
        Assert.All(sumDb.Steps, step => Assert.Equal((200, null), (step.Exchange!.Status, step.FormProblem)));
        Assert.Equal((1L, Tri.Yes, null), (sumDb.TreeSize, sumDb.IsSigned, sumDb.SignatureProblem));
        Assert.StartsWith("h1:", Assert.Single(sumDb.ZipHashes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_verifier_a_signature_is_not_checked()
    {
        var sumDb = await AskAsync(proxy: null, canVerify: false);

        Assert.Equal((1L, Tri.NotChecked), (sumDb.TreeSize, sumDb.IsSigned));
    }

    [Fact]
    public async Task A_wrong_signature_is_seen()
    {
        _server.On("latest", Behaviours.Status(200, System.Text.Encoding.UTF8.GetString(SignedNote.Unsigned((await _database.Log.HeadAsync(1)).ToString()).Sign(new KeyOfName(_key, "forger")))));

        var sumDb = await AskAsync(proxy: null, canVerify: true);

        Assert.Equal(Tri.No, sumDb.IsSigned);
        Assert.Contains("wrong", sumDb.SignatureProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_does_not_relay_is_asked_no_further()
    {
        Assert.True(GoProxyList.TryParse(_server.Url, out var list, out _));

        var sumDb = await AskAsync(list.Entries[0], canVerify: true);

        Assert.Equal(404, sumDb[ProxyStep.SumDbSupported]!.Status);
        Assert.Equal(NotCheckedReason.Blocked, sumDb.Steps[1].NotChecked!.Reason);
    }

    [Fact]
    public async Task A_relay_is_asked_everything()
    {
        await ServeAsync($"sumdb/{Name}/");
        _server.On($"sumdb/{Name}/supported", Behaviours.Status(200));
        Assert.True(GoProxyList.TryParse(_server.Url, out var list, out _));

        var sumDb = await AskAsync(list.Entries[0], canVerify: true);

        Assert.Equal(4, sumDb.Steps.Count);
        Assert.Equal(Tri.Yes, sumDb.IsSigned);
        Assert.Equal(list.Entries[0].Name, sumDb.ThroughProxy);
    }

    private async Task ServeAsync(string prefix)
    {
        foreach (var path in (string[])["lookup/rsc.io/quote@v1.5.2", "tile/8/0/000.p/1"])
        {
            var content = (await _database.ReadAsync(path, int.MaxValue, TestContext.Current.CancellationToken))!.Value;
            _server.On(prefix + path, Behaviours.Answer(new UpstreamAnswer(200, content, "text/plain; charset=utf-8")));
        }

        _server.On(prefix + "latest", Behaviours.Answer(new UpstreamAnswer(200, await _database.SignedHeadAsync(), "text/plain; charset=utf-8")));
    }

    private Task<SumDbEvidence> AskAsync(GoProxyEntry? proxy, bool canVerify)
    {
        var setting = SumDbSetting.Parse(proxy is null ? $"{_key} {_server.Url}" : _key.ToString());
        var probe = new SumDbProbe(new Net(_host).Http, canVerify ? key => new KeyOfName(key) : null);
        return probe.CollectAsync(setting, proxy, ModuleTarget.Reference, TestContext.Current.CancellationToken).OrFail();
    }

    /// <summary>Signs by hashing under the name of a real key.</summary>
    private sealed class KeyOfName(NoteVerifierKey key, string secret = "") : INoteSigner, INoteVerifier
    {
        private readonly TestNoteKey _inner = new(key.Name, secret);

        public string Name => key.Name;

        public uint KeyHash => key.KeyHash;

        public byte[] Sign(ReadOnlySpan<byte> text) => _inner.Sign(text);

        public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => _inner.Verify(text, signature);
    }
}
