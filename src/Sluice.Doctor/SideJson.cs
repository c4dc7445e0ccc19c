using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Doctor.Environments;

namespace Sluice.Doctor;

/// <summary>Writes the reports of <c>sluice env</c> and of the doctor's side commands.</summary>
public static class SideJson
{
    // Chinese as it is: this goes to terminals and files, never into a page.
    private static readonly SideJsonContext Context = new(new JsonSerializerOptions(SideJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The type information of a report.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!;
}

/// <summary>Without reflection: camelCase, enumerations by name, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(EnvReport))]
[JsonSerializable(typeof(EnvUseReport))]
[JsonSerializable(typeof(UndoListReport))]
internal sealed partial class SideJsonContext : JsonSerializerContext;
