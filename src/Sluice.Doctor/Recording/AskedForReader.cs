using Sluice.Modules.Paths;

namespace Sluice.Doctor.Recording;

/// <summary>Reads what a path of the GOPROXY protocol asks for. Any text is accepted.</summary>
public static class AskedForReader
{
    private const string Sumdb = "sumdb/";
    private const string Versions = "/@v/";
    private const string Latest = "/@latest";

    /// <summary>Reads the path below a module proxy.</summary>
    /// <param name="path">As it was sent, without a leading slash.</param>
    public static AskedFor Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = Uri.UnescapeDataString(Cut(path, '?'));
        if (text.StartsWith(Sumdb, StringComparison.Ordinal))
        {
            return ReadSumDb(text[Sumdb.Length..]);
        }

        if (text.EndsWith(Latest, StringComparison.Ordinal))
        {
            return new AskedFor("latest", Unescape(text[..^Latest.Length]), "latest");
        }

        var at = text.IndexOf(Versions, StringComparison.Ordinal);
        if (at < 0)
        {
            return new AskedFor("other", text, "");
        }

        var file = text[(at + Versions.Length)..];
        var dot = file.LastIndexOf('.');
        var kind = file == "list" ? "list" : dot < 0 ? "other" : file[(dot + 1)..];
        return kind is "info" or "mod" or "zip"
            ? new AskedFor(kind, Unescape(text[..at]), Unescape(file[..dot]))
            : new AskedFor(kind is "list" ? kind : "other", Unescape(text[..at]), "");
    }

    /// <summary>Reads the path below a checksum database, behind its name or with it.</summary>
    public static AskedFor ReadSumDb(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = Uri.UnescapeDataString(Cut(path, '?')).TrimStart('/');
        var lookup = text.IndexOf("lookup/", StringComparison.Ordinal);
        if (lookup >= 0)
        {
            var module = text[(lookup + "lookup/".Length)..];
            var at = module.LastIndexOf('@');
            return at < 0 ? new AskedFor("sumdb", Unescape(module), "") : new AskedFor("sumdb", Unescape(module[..at]), Unescape(module[(at + 1)..]));
        }

        var tile = text.IndexOf("tile/", StringComparison.Ordinal);
        return new AskedFor("sumdb", tile >= 0 ? text[tile..] : text.EndsWith("supported", StringComparison.Ordinal) ? "supported" : text, "");
    }

    private static string Unescape(string text) => CaseEscaping.TryUnescape(text, out var plain) ? plain : text;

    private static string Cut(string text, char end) => text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
}
