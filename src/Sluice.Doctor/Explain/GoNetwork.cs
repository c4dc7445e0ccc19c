namespace Sluice.Doctor.Explain;

/// <summary>Words of the go command, of net/http and of version control programs, as they begin clauses.</summary>
internal static class GoNetwork
{
    private static readonly WordList NetworkHeads = new(
        "dial ", "lookup ", "Get ", "Head ", "read tcp", "write tcp", "read udp", "proxyconnect ", "socks connect", "x509", "tls", "net/http", "http2", "http", "stream error", "verify error", "depth=", "read ", "remote error",
        "Proxy Authentication Required", "certificate ", "unexpected EOF", "EOF", "connect", "invalid character");

    private static readonly WordList VcsCommands = new("git ", "hg ", "svn ", "fossil ", "bzr ");

    /// <summary>Words of the go command that a module or package path follows.</summary>
    private static readonly WordList SubjectWords = new(
        "unrecognized import path ", "unknown import path ", "cannot find module providing package ", "no required module provides package ", "missing go.sum entry for module providing package ",
        "missing go.sum entry needed to verify package ", "ambiguous import: found package ", "found package ", "cannot find package ", "finding module for package ", "parsing ", "verifying ", "downloading ", "finding ",
        "extracting ", "fetching ", "module ", "package ", "go get -u ", "go get ", "go mod download ", "go install ", "go list -m ", "go build ", "reading ", "get ", "loading ", "using deprecated module ", "found ", "added ", "upgraded ");

    /// <summary>Whether a clause is one of net/http's and its friends'.</summary>
    public static bool IsClause(ReadOnlySpan<byte> clause) => NetworkHeads.LengthAtStart(clause) > 0;

    /// <summary><c>git ls-remote -q origin in DIR</c>.</summary>
    public static bool IsVcsCommand(ReadOnlySpan<byte> clause) => VcsCommands.LengthAtStart(clause) > 0 && (clause.IndexOf(" in "u8) > 0 || clause.IndexOf("clone "u8) > 0 || clause.IndexOf("fetch "u8) > 0);

    /// <summary>The length of the words before a path, its quotation mark included.</summary>
    public static int WordsBeforeSubject(ReadOnlySpan<byte> clause)
    {
        var length = SubjectWords.LengthAtStart(clause);
        return length < clause.Length && clause[length] == '"' ? length + 1 : length;
    }

    /// <summary>The version in <c>downloading M v1.2.3</c>.</summary>
    public static Piece VersionBehind(ReadOnlySpan<byte> rest, int length, int start)
    {
        if (length + 2 >= rest.Length || rest[length] != ' ' || rest[length + 1] != 'v' || !Bytes.IsDigit(rest[length + 2]))
        {
            return default;
        }

        return new Piece(start + length + 1, Bytes.TokenLength(rest[(length + 1)..]));
    }

    /// <summary>Whether a path can only be the beginning of a module's: a host alone, or an owner on a host with owners.</summary>
    public static bool IsPrefixOfModule(ReadOnlySpan<byte> path)
    {
        var elements = path.Count((byte)'/') + 1;
        return elements == 1 || (elements == 2 && (path.StartsWith("github.com/"u8) || path.StartsWith("gitlab.com/"u8) || path.StartsWith("bitbucket.org/"u8) || path.StartsWith("gitee.com/"u8)));
    }

    /// <summary>The seconds in <c>404 Not Found (58.331s)</c>; 0 without.</summary>
    public static double SecondsOf(ReadOnlySpan<byte> clause)
    {
        var open = clause.LastIndexOf((byte)'(');
        return open >= 0 && System.Buffers.Text.Utf8Parser.TryParse(clause[(open + 1)..], out double seconds, out _) ? seconds : 0;
    }
}
