using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Server.Http;

/// <summary>What a request line asks for.</summary>
internal enum TargetKind
{
    /// <summary>Something about a module.</summary>
    Artefact,

    /// <summary>Something of a checksum database.</summary>
    SumDb,

    /// <summary>A page of the gateway's own: <c>/</c>, <c>/healthz</c>, …</summary>
    Page,
}

/// <summary>
/// Reads the raw target of a request line. It does its own decoding: the server's would take dot segments away, and a gateway that says
/// 400 to <c>..</c> must see them.
/// </summary>
/// <remarks>
/// In this order: (1) the query is ignored; (2) percent-encoding is decoded, once, as UTF-8; (3) NUL, control characters, bad encoding and
/// <c>..</c> segments are 400, since no go command sends them; (4) the base path and <c>/cached-only</c> are taken off; (5) what is left is a page,
/// a checksum database or a module. Odd but well-formed paths and versions are 404: any other status stops the client (protocol §1.4).
/// </remarks>
internal sealed record RequestTarget(TargetKind Kind, Artefact? Artefact, string Rest, bool CachedOnly)
{
    private const string CachedOnlyPrefix = "/cached-only";

    /// <summary>Parses a target. Exactly one of the results is set.</summary>
    public static bool TryParse(string rawTarget, string basePath, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out Fault? fault)
    {
        target = null;
        if (!TryDecode(rawTarget, out var path, out fault))
        {
            return false;
        }

        if (!TryTakePrefix(ref path, basePath))
        {
            fault = FaultCodes.UnknownEndpoint.At(detail: $"everything is below {basePath}/");
            return false;
        }

        var cachedOnly = TryTakePrefix(ref path, CachedOnlyPrefix) && path.Length > 1;
        return TryRoute(path, cachedOnly, out target, out fault);
    }

    private static bool TryRoute(ReadOnlySpan<char> path, bool cachedOnly, [NotNullWhen(true)] out RequestTarget? target, [NotNullWhen(false)] out Fault? fault)
    {
        fault = null;
        if (path.StartsWith("/sumdb/"))
        {
            target = new RequestTarget(TargetKind.SumDb, null, path["/sumdb/".Length..].ToString(), cachedOnly);
            return true;
        }

        var at = path.IndexOf("/@", StringComparison.Ordinal);
        if (at < 0)
        {
            target = new RequestTarget(TargetKind.Page, null, path.ToString(), cachedOnly);
            return true;
        }

        target = null;
        if (at == 0 || !CaseEscaping.TryUnescape(path[1..at], out var unescaped))
        {
            fault = FaultCodes.MalformedPath.At(detail: "upper-case letters are written !x");
            return false;
        }

        if (!ModulePath.TryParse(unescaped, out var module, out var error))
        {
            fault = FaultCodes.MalformedPath.At(detail: error);
            return false;
        }

        if (!TryParseQuestion(module, path[(at + 1)..], out var artefact, out fault))
        {
            return false;
        }

        target = new RequestTarget(TargetKind.Artefact, artefact, "", cachedOnly);
        return true;
    }

    private static bool TryParseQuestion(ModulePath module, ReadOnlySpan<char> question, [NotNullWhen(true)] out Artefact? artefact, [NotNullWhen(false)] out Fault? fault)
    {
        artefact = null;
        fault = null;
        if (question is "@latest")
        {
            artefact = Artefact.Latest(module);
            return true;
        }

        if (question is "@v/list")
        {
            artefact = Artefact.List(module);
            return true;
        }

        var dot = question.LastIndexOf('.');
        if (!question.StartsWith("@v/") || dot < 0 || question[dot..] is not (".info" or ".mod" or ".zip"))
        {
            fault = FaultCodes.UnknownEndpoint.At(detail: "want @latest, @v/list, @v/VERSION.info, .mod or .zip");
            return false;
        }

        if (dot <= "@v/".Length || !CaseEscaping.TryUnescape(question["@v/".Length..dot], out var version))
        {
            fault = FaultCodes.MalformedVersion.At(detail: "upper-case letters are written !x");
            return false;
        }

        return question[dot..] is ".info" ? TryParseInfo(module, version, out artefact, out fault) : TryParseFile(module, version, question[dot..] is ".zip", out artefact, out fault);
    }

    private static bool TryParseInfo(ModulePath module, string version, [NotNullWhen(true)] out Artefact? artefact, [NotNullWhen(false)] out Fault? fault)
    {
        artefact = null;
        fault = null;
        if (!Revision.TryParse(version, out var revision, out var error))
        {
            fault = FaultCodes.MalformedVersion.At(detail: error);
            return false;
        }

        artefact = Artefact.Info(module, revision);
        return true;
    }

    private static bool TryParseFile(ModulePath module, string text, bool zip, [NotNullWhen(true)] out Artefact? artefact, [NotNullWhen(false)] out Fault? fault)
    {
        artefact = null;
        fault = null;
        if (!ModuleVersion.TryParse(text, out var version, out var error))
        {
            fault = FaultCodes.MalformedVersion.At(detail: error);
            return false;
        }

        artefact = zip ? Artefact.Zip(module, version) : Artefact.GoMod(module, version);
        return true;
    }

    private static bool TryTakePrefix(ref ReadOnlySpan<char> path, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || (path.Length > prefix.Length && path[prefix.Length] != '/'))
        {
            return false;
        }

        path = path.Length == prefix.Length ? "/" : path[prefix.Length..];
        return true;
    }

    private static bool TryDecode(string rawTarget, out ReadOnlySpan<char> path, [NotNullWhen(false)] out Fault? fault)
    {
        fault = null;
        var raw = PathOf(rawTarget);
        path = raw;
        if (raw.Contains('%'))
        {
            var decoded = Unescape(raw);
            if (decoded is null)
            {
                fault = FaultCodes.BadRequest.At(detail: "bad percent-encoding");
                return false;
            }

            path = decoded;
        }

        if (path.IsEmpty || path[0] != '/')
        {
            fault = FaultCodes.BadRequest.At(detail: "the target is no path");
            return false;
        }

        if (path.ContainsAnyInRange('\0', '\x1f') || path.Contains('\x7f'))
        {
            fault = FaultCodes.BadRequest.At(detail: "a control character in the path");
            return false;
        }

        if (path.IndexOf("/../") >= 0 || path.EndsWith("/.."))
        {
            fault = FaultCodes.BadRequest.At(detail: "a \"..\" in the path");
            return false;
        }

        return true;
    }

    /// <summary>The path of an origin-form (<c>/path?query</c>) or absolute-form (<c>http://host/path?query</c>) target.</summary>
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        target = query < 0 ? target : target[..query];
        if (target.IsEmpty || target[0] == '/')
        {
            return target;
        }

        var authority = target.IndexOf("://");
        if (authority < 0)
        {
            return default;
        }

        var slash = target[(authority + 3)..].IndexOf('/');
        return slash < 0 ? "/" : target[(authority + 3 + slash)..];
    }

    private static string? Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 3];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(text.Slice(i, 1), bytes.AsSpan(length));
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return null;
            }

            bytes[length++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
            i += 2;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
