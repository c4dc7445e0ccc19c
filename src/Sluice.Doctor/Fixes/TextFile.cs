using System.Text;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>A small text file that is to be changed: where it really lies, and what stands in it.</summary>
internal sealed record TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private TextFile(string path, string? text, BilingualText? problem)
    {
        Path = path;
        Text = text;
        Problem = problem;
    }

    /// <summary>The file itself, links resolved.</summary>
    public string Path { get; }

    /// <summary>Its text with all of its line ends and marks; null when it is not there.</summary>
    public string? Text { get; }

    /// <summary>Why it must not be changed; null when it may.</summary>
    public BilingualText? Problem { get; }

    /// <summary>What its lines end with; <c>\n</c> for an empty one.</summary>
    public string LineEnd => Text?.Contains("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";

    /// <summary>
    /// Reads a file. A link is followed within the account's home, or within the file's own folder for a file outside of it; one that leads elsewhere is a problem.
    /// </summary>
    public static TextFile Open(DoctorHost host, string path)
    {
        var real = HostFiles.Resolve(path);
        if (!IsAllowed(host, path, real))
        {
            return new TextFile(path, null, FixTexts.LinkLeadsOut(path, real));
        }

        if (Directory.Exists(real))
        {
            return new TextFile(path, null, FixTexts.IsFolder(path));
        }

        if (!File.Exists(real))
        {
            return new TextFile(real, null, null);
        }

        var bytes = HostFiles.ReadBytes(real);
        if (bytes is null || bytes.Length >= HostFiles.MaxBytes)
        {
            return new TextFile(real, null, FixTexts.CannotRead(path));
        }

        return TryDecode(bytes, out var text) ? new TextFile(real, text, null) : new TextFile(real, null, FixTexts.NotUtf8(path));
    }

    /// <summary>The change to another text; none when it is the same.</summary>
    public IReadOnlyList<Change> ChangeTo(string? text) => text == Text ? [] : [new Change.FileText(Path, Text, text)];

    /// <summary>A text as bytes; a byte order mark stays what it was.</summary>
    public static byte[] Encode(string text) => Strict.GetBytes(text);

    /// <summary>Bytes as text; false when they are not UTF-8.</summary>
    public static bool TryDecode(byte[] bytes, out string text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static bool IsAllowed(DoctorHost host, string path, string real)
    {
        // The folder above the file may itself be reached through links (macOS: /etc is /private/etc); only the file's own link counts.
        var folder = HostFiles.Resolve(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        var home = host.Home is { } value ? HostFiles.Resolve(value) : null;
        var isAtHome = home is not null && IsBelow(folder, home);
        return IsBelow(real, isAtHome ? home! : folder);
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(System.IO.Path.DirectorySeparatorChar) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
