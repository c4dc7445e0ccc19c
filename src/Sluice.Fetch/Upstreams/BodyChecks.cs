using System.Text.Unicode;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// What the content of a successful answer must look like (https://go.dev/ref/mod#goproxy-protocol). Only what no reading of the
/// protocol allows is refused: <c>.mod</c> and <c>.zip</c> are opaque, list lines too.
/// </summary>
internal static class BodyChecks
{
    /// <summary>So much of a zip is looked at before it is passed on: enough for a web page's title.</summary>
    public const int ZipStartBytes = 2048;

    private const int MaxNamedVersion = 100;

    /// <summary>Checks a whole document; null when nothing is wrong.</summary>
    public static Fault? Check(Artefact artefact, ReadOnlySpan<byte> body, string? mediaType)
    {
        var isData = artefact.Kind == ArtefactKind.GoMod ? !HtmlPage.StartsAsPage(body) : !HtmlPage.StartsWithTag(body);
        if (!isData || HtmlPage.IsType(mediaType))
        {
            return Html(body);
        }

        return artefact.Kind switch
        {
            ArtefactKind.GoMod => null,
            ArtefactKind.List => CheckList(body),
            _ => CheckInfo(artefact, body),
        };
    }

    /// <summary>Checks the start of a zip; null when nothing is wrong. A zip that is none is for those to refuse who read it whole.</summary>
    public static Fault? CheckZipStart(ReadOnlySpan<byte> start, string? mediaType)
    {
        if (start.StartsWith("PK"u8))
        {
            return null;
        }

        return CheckOpaque(start, mediaType);
    }

    /// <summary>Checks content that may be anything but a web page; null when nothing is wrong.</summary>
    public static Fault? CheckOpaque(ReadOnlySpan<byte> body, string? mediaType) =>
        HtmlPage.IsType(mediaType) || HtmlPage.StartsAsPage(body) ? Html(body) : null;

    private static Fault Html(ReadOnlySpan<byte> body) =>
        FaultCodes.HtmlAnswer.At(detail: HtmlPage.Title(body) is { } title ? $"a page titled \"{title}\"" : "a page without title");

    private static Fault? CheckList(ReadOnlySpan<byte> body) =>
        body.Contains((byte)0) || !Utf8.IsValid(body) ? FaultCodes.Malformed.At(detail: "the list is no text") : null;

    private static Fault? CheckInfo(Artefact artefact, ReadOnlySpan<byte> body)
    {
        if (!ModuleInfo.TryParse(body, out var info, out var error))
        {
            return FaultCodes.Malformed.At(detail: error);
        }

        return artefact.IsImmutable && info.Version.Value != artefact.Version
            ? FaultCodes.WrongVersion.At(detail: $"it names {OneLine.Clean(info.Version.Value, MaxNamedVersion) ?? "another"} instead of {artefact.Version}")
            : null;
    }
}
