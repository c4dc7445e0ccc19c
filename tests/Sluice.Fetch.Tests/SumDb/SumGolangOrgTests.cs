using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Tests.SumDb;

/// <summary>What sum.golang.org really signed, as found in public repositories.</summary>
public sealed class SumGolangOrgTests
{
    private static readonly Ed25519NoteVerifier Key = Ed25519NoteVerifier.Parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");

    /// <summary>Tree heads from 2019 to 2026: size, hash, signature.</summary>
    public static TheoryData<long, string, string> Heads => new()
    {
        { 756113, "k9nFMBuXq8uk+9SQNxs/Vadri2XDkaoo96u4uMa0qE0=", "Az3grgIHxiDLRpsKUElIX5vJMlFS79SqfQDSgHQmON922lNdJ5zxF8SSPPcah3jhIkpG8LSKNaWXiy7IldOSDCt4Pwk=" },
        { 6476701, "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=", "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=" },
        { 10680630, "k1UQFwFXWQa7MF1BREWVQxIhScvUdgRepXuyRS3sRuE=", "Az3grqgyWctiMcdUtITQpkGSxEoEvbaAq7J3FpbaVlW1Zo47LX/jmeeE7LiBktpmR2d/1RsdocLU9HMXYXxHCVyf/AQ=" },
        { 15067302, "gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=", "Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=" },
        { 28891140, "++pUIeKTwGvykMUkmM3AT97PwQipMT6H/p7t86E0Sp0=", "Az3grqNvOILDz7xwAKugtVFZwd+I9IyB/mHrUYzcVaS9zKsRVdRLNGLFpnAcLhyoBBkdIYEzK/+7Eu4wanYttLrPsQo=" },
        { 59045944, "LE6Lx+GNVyuFBv/jKcFIiPkG1WC7DHwG0clpfN/TBlA=", "Az3grk9ctaTv+CITXOwxCEHU3APAw5X7Ck14+fvFlh0GCktwX15+XPzy//GgL2G50ZgY05e8eXFTWcvW6pN5tozsLQQ=" },
        { 63096908, "8lHrQPRYe4KT4WQ9/Qk8/taKnD6IRHbFgfN7vQE2Y54=", "Az3gri/oVBN1jAhNZ/iS+W31psFAWRT20/GyrhpU6taFwulQGetBkH5S7wpGXdS935jiIGiUUAXBVHzT/P6fYhqAmAk=" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Its_tree_heads_are_verified(long size, string hash, string signature)
    {
        var head = new TreeHead(size, LogHash.Parse(hash));
        var message = Encoding.UTF8.GetBytes($"{head}\n— sum.golang.org {signature}\n");

        Assert.True(SignedNote.TryOpen(message, [Key], out var note, out var fault), fault?.Text);
        Assert.Equal(head, TreeHead.Parse(note.Text));
        Assert.False(SignedNote.TryOpen(Encoding.UTF8.GetBytes($"{head with { Size = size + 1 }}\n— sum.golang.org {signature}\n"), [Key], out _, out _));
    }

    [Fact]
    public void A_head_with_a_witness_is_verified_by_the_databases_key_alone()
    {
        const string Message = """
            go.sum database tree
            15067302
            gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=

            — sum.golang.org Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=
            — test.example.com qTGhC/xIPQ0AXKHK6Y+9ypRfuvMZWPjRXM8NiOg5M1WREn07VQXyuIXM3NRNav3ieVFLUqDRK77PWDmL6w8w84UqeAw=

            """;

        Assert.True(SignedNote.TryOpen(Encoding.UTF8.GetBytes(Message), [Key], out var note, out _));
        Assert.Equal(["test.example.com"], note.Unverified.Select(signature => signature.Name));
    }

    [Fact]
    public void Its_answer_to_a_lookup_is_read()
    {
        const string Message = """
            10680626
            github.com/andrew-j-price/journey v0.2.0 h1:z35bClodzfCsh2psGoTtNsb4oHbZcnzD4pzY8gk6lGk=
            github.com/andrew-j-price/journey v0.2.0/go.mod h1:ucycXl93RbqYoM3rGHjem1W0TDIYRLsU8prl9/zKx0g=

            go.sum database tree
            10680630
            k1UQFwFXWQa7MF1BREWVQxIhScvUdgRepXuyRS3sRuE=

            — sum.golang.org Az3grqgyWctiMcdUtITQpkGSxEoEvbaAq7J3FpbaVlW1Zo47LX/jmeeE7LiBktpmR2d/1RsdocLU9HMXYXxHCVyf/AQ=

            """;
        var (path, version) = (ModulePath.Parse("github.com/andrew-j-price/journey"), ModuleVersion.Parse("v0.2.0"));

        Assert.True(LookupAnswer.TryParse(Encoding.UTF8.GetBytes(Message), out var answer, out _));
        Assert.Equal(10680626, answer.Record.Id);
        Assert.Equal(["h1:z35bClodzfCsh2psGoTtNsb4oHbZcnzD4pzY8gk6lGk="], answer.HashesOf(path, version, GoSumKind.Zip));
        Assert.Equal(["h1:ucycXl93RbqYoM3rGHjem1W0TDIYRLsU8prl9/zKx0g="], answer.HashesOf(path, version, GoSumKind.GoMod));
        Assert.True(SignedNote.TryOpen(answer.Note.Span, [Key], out var note, out _));
        Assert.Equal(10680630, TreeHead.Parse(note.Text).Size);
    }
}
