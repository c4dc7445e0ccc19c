using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Modules.Versions;

/// <summary>
/// The body of <c>@v/list</c>: a version a line, in any order, LF or CRLF, perhaps followed by a blank and its time
/// (cmd/go/internal/modfetch, <c>proxyRepo.Versions</c>). As there, lines that are no versions are skipped, and pseudo-versions are no
/// versions of the list; unlike there, so are versions that are not canonical, which nothing could fetch.
/// </summary>
public sealed class VersionListText
{
    /// <summary>Longest body, in bytes: 16 MiB. The longest known one, of golang.org/toolchain, is under 1 MiB; the go command has no limit.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Longest line that is looked at, in bytes; a longer one is skipped.</summary>
    public const int MaxLineBytes = ModuleVersion.MaxLength + 64;

    private VersionListText(IReadOnlyList<ModuleVersion> versions, ModuleVersion? newestUntagged)
    {
        Versions = versions;
        NewestUntagged = newestUntagged;
    }

    /// <summary>The versions in ascending order, each once; without pseudo-versions.</summary>
    public IReadOnlyList<ModuleVersion> Versions { get; }

    /// <summary>
    /// What stands in for <c>@latest</c> when that is 404 or 410: the version with the latest time, by its second field or as a
    /// pseudo-version by its own; null when no line has a time.
    /// </summary>
    public ModuleVersion? NewestUntagged { get; }

    /// <summary>Reads a list. On failure, which only its size can cause, <paramref name="error"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out VersionListText? list, [NotNullWhen(false)] out string? error)
    {
        list = null;
        error = body.Length > MaxBytes ? $"longer than {MaxBytes} bytes" : null;
        if (error is not null)
        {
            return false;
        }

        var versions = new SortedSet<ModuleVersion>();
        ModuleVersion? newest = null;
        var newestTime = DateTimeOffset.MinValue;
        Span<char> line = stackalloc char[256];
        foreach (var range in body.Split((byte)'\n'))
        {
            if (!TryReadLine(body[range], ref line, out var version, out var time))
            {
                continue;
            }

            var isPseudo = PseudoVersion.TryParse(version, out var pseudo);
            if (!isPseudo)
            {
                versions.Add(version);
            }

            if ((time ?? (isPseudo ? pseudo.Time : null)) is { } known && known > newestTime)
            {
                newest = version;
                newestTime = known;
            }
        }

        list = new VersionListText([.. versions], newest);
        return true;
    }

    /// <summary>Reads <c>v1.0.0 2019-03-11T18:33:53Z</c>; the time is null without a second field, and the zero time when that is none.</summary>
    private static bool TryReadLine(ReadOnlySpan<byte> bytes, ref Span<char> buffer, out ModuleVersion version, out DateTimeOffset? time)
    {
        version = default;
        time = null;
        bytes = bytes.Trim(" \t\r\v\f"u8);
        if (bytes.IsEmpty || bytes[0] != (byte)'v' || bytes.Length > MaxLineBytes)
        {
            return false;
        }

        buffer = bytes.Length > buffer.Length ? new char[MaxLineBytes] : buffer;
        var text = buffer[..Encoding.Latin1.GetChars(bytes, buffer)];
        var end = text.IndexOfAny(" \t\r\v\f");
        if (!ModuleVersion.TryParse(end < 0 ? text : text[..end], out version, out _))
        {
            return false;
        }

        if (end >= 0)
        {
            var rest = text[end..].TrimStart(" \t\r\v\f");
            var stop = rest.IndexOfAny(" \t\r\v\f");
            time = Rfc3339.TryParse(stop < 0 ? rest : rest[..stop], out var known) ? known : DateTimeOffset.MinValue;
        }

        return true;
    }
}
