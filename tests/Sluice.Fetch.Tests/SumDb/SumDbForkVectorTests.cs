using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Testing.SumDb;

namespace Sluice.Fetch.Tests.SumDb;

/// <summary>The fork that golang.org/x/mod/sumdb tests its client with: the same records and key must give the same signatures and hashes.</summary>
public sealed class SumDbForkVectorTests
{
    private const string Secret = "PRIVATE+KEY+localhost.localdev/sumdb+00000c67+AXu6+oaVaOYuQOFrf1V59JK1owcFlJcHwwXHDfDGxSPk";

    [Fact]
    public async Task The_fork_is_noticed_with_the_published_heads_and_hash()
    {
        using var signer = Ed25519NoteSigner.Parse(Secret);
        var key = Ed25519NoteVerifier.Parse(signer.PublicKey.ToString());
        var first = new MemorySumDb(signer);
        await first.AddAsync(
            "rsc.io/quote", "v1.5.2",
            "rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=\nrsc.io/quote v1.5.2/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=\nrsc.io/quote v1.5.2 h2:xyzzy\n");
        await first.AddAsync(
            "golang.org/x/text", "v0.0.0-20170915032832-14c0d48ead0c",
            "golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c h1:qgOY6WgZOaTkIIMiVjBQcw93ERBE4m30iBm00nkL0i8=\ngolang.org/x/text v0.0.0-20170915032832-14c0d48ead0c/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=\n");
        await first.AddAsync(
            "rsc.io/sampler", "v1.3.0",
            "rsc.io/sampler v1.3.0 h1:7uVkIFmeBqHfdjD+gZwtXXI+RODJ2Wc4O7MPEh/QiW4=\nrsc.io/sampler v1.3.0/go.mod h1:T1hPZKmBbMNahiBKFy5HrXp6adAjACjK9JXDnKaTXpA=\n");
        await first.AddAsync("rsc.io/Quote", "v1.5.2", "rsc.io/Quote v1.5.2 h1:uppercase!=\n");
        var second = first.Fork();
        await first.AddAsync("rsc.io/pkg1", "v1.5.2", "rsc.io/pkg1 v1.5.2 h1:hash!=\n");
        var older = await first.SignedHeadAsync();
        await second.AddAsync("rsc.io/pkg1", "v1.5.3", "rsc.io/pkg1 v1.5.3 h1:hash!=\n");
        await second.AddAsync("rsc.io/pkg1", "v1.5.4", "rsc.io/pkg1 v1.5.4 h1:hash!=\n");

        var state = new MemorySumDbState();
        var client = new SumDbClient(key, second, state, 2);
        Assert.IsType<SumDbLookup.Verified>(await client.LookupAsync(ModulePath.Parse("rsc.io/pkg1"), ModuleVersion.Parse("v1.5.4"), CancellationToken.None));
        var forked = Assert.IsType<SumDbLookup.Forked>(await client.MergeAsync(older, CancellationToken.None));

        Assert.True(forked.Evidence.Proves([key]));
        Assert.Contains("\n5\nnWzN20+pwMt62p7jbv1/NlN95ePTlHijabv5zO/s36w=\n\n— localhost.localdev/sumdb AAAMZ5/2FVAdMH58kmnz/0h299pw", Text(forked.Evidence.OlderNote), StringComparison.Ordinal);
        Assert.Contains("\n6\nwc4SkQt52o5W2nQ8To2ARs+mWuUJjss+sdleoiqxMmM=\n\n— localhost.localdev/sumdb AAAMZ6oRNswlEZ6ZZhxrCvgl1MBy", Text(forked.Evidence.NewerNote), StringComparison.Ordinal);
        Assert.Equal("T7i+H/8ER4nXOiw4Bj0koZOkGjkxoNvlI34GpvhHhQg=", forked.Evidence.OlderHashInNewer.ToString());
        Assert.Equal(
            ["Nsuejv72de9hYNM5bqFv8rv3gm3zJQwv/DT/WNbLDLA=", "mOmqqZ1aI/lzS94oq/JSbj7pD8Rv9S+xDyi12BtVSHo=", "/7Aw5jVSMM9sFjQhaMg+iiDYPMk6decH7QLOGrL9Lx0="],
            forked.Evidence.Proof.Select(hash => hash.ToString()));
    }

    private static string Text(ReadOnlyMemory<byte> note) => Encoding.UTF8.GetString(note.Span);
}
