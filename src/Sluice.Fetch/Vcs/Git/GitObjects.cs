using System.Buffers.Text;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Reads objects of a copy (https://git-scm.com/docs/git-cat-file, <c>--batch</c>): several in one process.</summary>
internal static class GitObjects
{
    /// <summary>Header lines: a hash, a type, a size; or the question again with <c>missing</c>.</summary>
    private const int HeaderBytes = 8 * 1024;

    /// <summary>Reads objects with their content.</summary>
    /// <param name="git">Runs it.</param>
    /// <param name="copy">Where they are.</param>
    /// <param name="names">What to read: hashes, or <c>HASH:path</c>; no line breaks.</param>
    /// <param name="limitBytes">Most bytes of all together.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One for each name; null for what is not there.</returns>
    /// <exception cref="FaultException">They are longer than the limit.</exception>
    public static async Task<IReadOnlyList<GitObject?>> ReadAsync(
        GitClient git, GitCopy copy, IReadOnlyList<string> names, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        var input = new GitInput(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\n"))), limitBytes + (names.Count * HeaderBytes));
        var result = await git.RunAsync(copy, ["-c", "core.bigFileThreshold=16m", "cat-file", "--batch"], input, context, cancellationToken);
        return Parse(git.Check(result), names.Count);
    }

    /// <summary>
    /// Finds commits by the beginnings of their hashes. A whole hash is asked for without its last digit: a whole one that is missing makes a copy
    /// without files go and ask its server.
    /// </summary>
    /// <returns>One for each; null for what is not there or ambiguous.</returns>
    public static async Task<IReadOnlyList<string?>> FindCommitsAsync(
        GitClient git, GitCopy copy, IReadOnlyList<string> hashes, FetchContext context, CancellationToken cancellationToken)
    {
        if (hashes.Count == 0)
        {
            return [];
        }

        var questions = hashes.Select(hash => $"{(RefName.IsWholeHash(hash) ? hash[..^1] : hash)}^{{commit}}\n");
        var input = new GitInput(Encoding.UTF8.GetBytes(string.Concat(questions)), GitInput.None.OutputLimitBytes + (hashes.Count * HeaderBytes));
        var result = await git.RunAsync(copy, ["cat-file", "--batch-check"], input, context, cancellationToken);
        var lines = Encoding.UTF8.GetString(git.Check(result)).Split('\n');
        return [.. hashes.Select((hash, index) => IdOf(lines.ElementAtOrDefault(index), hash))];
    }

    private static string? IdOf(string? line, string hash) =>
        line?.Split(' ') is [var id, "commit", _] && id.StartsWith(hash, StringComparison.Ordinal) ? id : null;

    private static List<GitObject?> Parse(ReadOnlySpan<byte> output, int count)
    {
        var objects = new List<GitObject?>();
        while (objects.Count < count)
        {
            var end = output.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw new FaultException(FaultCodes.VcsFailed.At(detail: "git cat-file stopped in the middle"));
            }

            var header = Encoding.UTF8.GetString(output[..end]).Split(' ');
            output = output[(end + 1)..];
            if (header is not [var id, var type, var size] || !RefName.IsWholeHash(id) || !Utf8Parser.TryParse(Encoding.ASCII.GetBytes(size), out int length, out _))
            {
                objects.Add(null);
                continue;
            }

            if (length < 0 || length >= output.Length)
            {
                throw new FaultException(FaultCodes.VcsFailed.At(detail: "git cat-file stopped in the middle"));
            }

            objects.Add(new GitObject(id, type, output[..length].ToArray()));
            output = output[(length + 1)..];
        }

        return objects;
    }
}

/// <summary>An object.</summary>
/// <param name="Id">Its hash.</param>
/// <param name="Type"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
/// <param name="Content">Its content.</param>
internal sealed record GitObject(string Id, string Type, byte[] Content)
{
    /// <summary>The committer's time of a commit, in UTC; null when it has none that can be read.</summary>
    public DateTimeOffset? CommitterTime
    {
        get
        {
            foreach (var range in Content.AsSpan().Split((byte)'\n'))
            {
                var line = Content.AsSpan()[range];
                if (line.IsEmpty)
                {
                    return null;
                }

                if (line.StartsWith("committer "u8))
                {
                    var seconds = line[(line.LastIndexOf((byte)'>') + 1)..];
                    seconds = seconds.TrimStart((byte)' ');
                    return Utf8Parser.TryParse(seconds, out long value, out _) && value is >= 0 and <= MaxSeconds ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
                }
            }

            return null;
        }
    }

    /// <summary>The end of the year 9999.</summary>
    private const long MaxSeconds = 253_402_300_799;
}
