using System.Text.Json;
using Sluice.Core.Ports;

namespace Sluice.Server.Telemetry;

/// <summary>The fields that name an artefact, the same in every line: <c>module</c>, <c>version</c>, <c>artefact</c>.</summary>
internal static class ArtefactFields
{
    private static readonly JsonEncodedText Module = JsonEncodedText.Encode("module");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Artefact = JsonEncodedText.Encode("artefact");

    /// <summary>Writes them.</summary>
    public static void Write(Utf8JsonWriter json, Artefact artefact)
    {
        json.WriteString(Module, artefact.Path.Value);
        json.WriteString(Version, artefact.Version);
        json.WriteString(Artefact, NameOf(artefact.Kind));
    }

    private static string NameOf(ArtefactKind kind) => kind switch
    {
        ArtefactKind.List => "list",
        ArtefactKind.Latest => "latest",
        ArtefactKind.Info => "info",
        ArtefactKind.GoMod => "mod",
        _ => "zip",
    };
}
