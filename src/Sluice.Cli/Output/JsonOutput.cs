using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sluice.Cli.Output;

/// <summary>Writes a report as the only thing on stdout.</summary>
internal static class JsonOutput
{
    public static void Write<T>(TextWriter writer, T report, JsonTypeInfo<T> type) => writer.WriteLine(JsonSerializer.Serialize(report, type));
}
