namespace Sluice.Doctor.Explain;

/// <summary>What kind of line a line is, by its first words.</summary>
internal static class LineShapes
{
    /// <summary>Whether an error, or a step of a build, begins here.</summary>
    public static bool IsHead(ReadOnlySpan<byte> text) =>
        IsGoHead(text) || text.StartsWith("# "u8) || text.StartsWith("verifying "u8) || text.StartsWith("package "u8) || text.StartsWith("module "u8) || IsFilePosition(text) || text.StartsWith("Fetching "u8)
        || VersionedPath(text) is > 0 and var length && length < text.Length && text[length] is (byte)':' or (byte)' ';

    /// <summary><c>go: …</c>, <c>go get X: …</c>, <c>go mod download: …</c>.</summary>
    public static bool IsGoHead(ReadOnlySpan<byte> text) =>
        text.StartsWith("go: "u8) || text.StartsWith("go get "u8) || text.StartsWith("go get: "u8) || text.StartsWith("go mod "u8) || text.StartsWith("go list "u8) || text.StartsWith("go build "u8) || text.StartsWith("go install "u8) || text.StartsWith("go vet "u8) || text.StartsWith("go run "u8);

    /// <summary><c>main.go:3:8: …</c>, <c>/src/go.mod:5: …</c>.</summary>
    public static bool IsFilePosition(ReadOnlySpan<byte> text)
    {
        var token = text[..Bytes.TokenLength(text)];
        var dot = token.IndexOf(".go:"u8) is >= 0 and var go ? go + 4 : token.IndexOf("go.mod:"u8) is >= 0 and var mod ? mod + 7 : token.IndexOf("go.work:"u8) is >= 0 and var work ? work + 8 : -1;
        return dot > 0 && dot < token.Length && Bytes.IsDigit(token[dot]);
    }

    /// <summary>A line of a test's output: <c>fetch_test.go:12: …</c>.</summary>
    public static bool IsTestPosition(ReadOnlySpan<byte> text) => text[..Bytes.TokenLength(text)].IndexOf("_test.go:"u8) > 0;

    /// <summary>What git, hg, svn and ssh print.</summary>
    public static bool IsVcsOutput(ReadOnlySpan<byte> text) =>
        text.StartsWith("fatal:"u8) || text.StartsWith("remote:"u8) || text.StartsWith("hint:"u8) || text.StartsWith("Cloning into "u8) || text.StartsWith("Host key "u8) || text.StartsWith("Permission denied"u8)
        || text.StartsWith("git@"u8) || text.StartsWith("ssh:"u8) || text.StartsWith("ERROR: Repository"u8) || text.StartsWith("Repository not found"u8) || text.StartsWith("abort:"u8) || text.StartsWith("svn: "u8) || text.StartsWith("RPC failed"u8)
        || text.StartsWith("warning: "u8) || text.StartsWith("Please make sure "u8) || text.StartsWith("and the repository exists"u8) || text.StartsWith("Confirm the import path"u8)
        || text.StartsWith("If this is a private repository"u8) || text.StartsWith("kex_exchange"u8) || text.StartsWith("Connection "u8) || text.StartsWith("@@@@"u8) || text.StartsWith("Warning: Permanently"u8) || text.StartsWith("No "u8) || text.StartsWith("Load key "u8);

    /// <summary>The lines of a report of mismatching hashes.</summary>
    public static bool IsPartOfMismatch(ReadOnlySpan<byte> text) =>
        text.IndexOf("h1:"u8) >= 0 || text.StartsWith("SECURITY ERROR"u8) || text.StartsWith("This download does NOT"u8) || text.StartsWith("The bits may"u8) || text.StartsWith("have intercepted"u8)
        || text.StartsWith("For more information"u8);

    /// <summary><c>HTTP/2 410</c>, <c>&lt; HTTP/1.1 404 Not Found</c>.</summary>
    public static bool IsHttpStatusLine(ReadOnlySpan<byte> text) =>
        text.StartsWith("HTTP/"u8) && text.IndexOf((byte)' ') is > 5 and < 9 and var blank && Bytes.Number(text[(blank + 1)..], out var digits) is >= 100 and < 600 && digits == 3;

    /// <summary>What programs around the go command print when it has ended.</summary>
    public static bool EndsOutput(ReadOnlySpan<byte> text) =>
        text.StartsWith("make"u8) && text.IndexOf("***"u8) > 0 || text.StartsWith("The command "u8) || text.StartsWith("------"u8) || text.StartsWith("Process completed"u8) || text.StartsWith("exit status "u8)
        || text.StartsWith("failed to solve"u8) || text.StartsWith("Command "u8) || text.StartsWith("Removing intermediate"u8);

    /// <summary>The length of <c>path@version</c> at the start; 0 when there is none.</summary>
    public static int VersionedPath(ReadOnlySpan<byte> text)
    {
        var length = PathLength(text);
        if (length == 0 || length >= text.Length || text[length] != '@')
        {
            return 0;
        }

        var at = length + 1;
        while (at < text.Length && (Bytes.IsWord(text[at]) || text[at] is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'_' or (byte)'/' or (byte)'!' or (byte)'%'))
        {
            at++;
        }

        return at > length + 1 ? at : 0;
    }

    /// <summary>The length of a module or package path at the start: a host with a dot, with or without elements behind it. 0 when there is none.</summary>
    public static int PathLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var dots = 0;
        while (at < text.Length && (Bytes.IsWord(text[at]) || text[at] is (byte)'.' or (byte)'-'))
        {
            dots += text[at] == '.' ? 1 : 0;
            at++;
        }

        if (at == 0 || !Bytes.IsWord(text[0]) || dots == 0)
        {
            return 0;
        }

        while (at < text.Length && (Bytes.IsWord(text[at]) || text[at] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'~' or (byte)'/' or (byte)'!' or (byte)'+'))
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether a test, or a program of somebody's own, speaks here and below.</summary>
    public static bool BeginsForeignOutput(ReadOnlySpan<byte> text) =>
        text.StartsWith("=== "u8) || text.StartsWith("--- FAIL"u8) || text.StartsWith("--- PASS"u8) || text.StartsWith("--- SKIP"u8) || text.StartsWith("panic: "u8) || text.StartsWith("goroutine "u8);

    /// <summary>Whether the go command speaks again.</summary>
    public static bool EndsForeignOutput(ReadOnlySpan<byte> text) =>
        IsGoHead(text) || text.StartsWith("ok  "u8) || text.StartsWith("FAIL\t"u8) || text.StartsWith("FAIL "u8) || text.StartsWith("PASS"u8) || text.StartsWith("?  "u8) || text.StartsWith("# "u8) || text.StartsWith("make"u8);
}
