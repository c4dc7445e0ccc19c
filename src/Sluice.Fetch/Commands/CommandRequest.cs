namespace Sluice.Fetch.Commands;

/// <summary>One run of an external program.</summary>
/// <param name="Program">Its name, looked up in <c>PATH</c> of <paramref name="Environment"/>: <c>git</c>.</param>
/// <param name="Arguments">Its arguments; never a shell's text. Nothing secret: arguments are visible to everybody on the machine.</param>
/// <param name="Environment">Its whole environment; nothing is inherited.</param>
internal sealed record CommandRequest(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Its working directory; null for the root of the file system, so that no file of ours lies beside it.</summary>
    public string? Directory { get; init; }

    /// <summary>What it reads from its standard input, which is closed behind it.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>More output than this ends it, in bytes. Default 16 MiB.</summary>
    public long OutputLimitBytes { get; init; } = 16 * 1024 * 1024;
}

/// <summary>What a program said.</summary>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Output">Its standard output; empty where that went elsewhere.</param>
/// <param name="Errors">The end of its standard error, at most 16 KiB.</param>
internal sealed record CommandResult(int ExitCode, byte[] Output, string Errors);
