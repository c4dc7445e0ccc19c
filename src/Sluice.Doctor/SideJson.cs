using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Doctor.Caches;
using Sluice.Doctor.Egress;
using Sluice.Doctor.Environments;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Mirrors;
using Sluice.Doctor.Lookups;

namespace Sluice.Doctor;

/// <summary>Writes the reports of <c>sluice env</c> and of the doctor's side commands.</summary>
public static class SideJson
{
    // Chinese as it is: this goes to terminals and files, never into a page.
    private static readonly SideJsonContext Context = new(new JsonSerializerOptions(SideJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly SideJsonContext Lines = new(new JsonSerializerOptions(SideJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false });

    /// <summary>A report on one line.</summary>
    public static string Line<T>(T report) => JsonSerializer.Serialize(report, (JsonTypeInfo<T>)Lines.GetTypeInfo(typeof(T))!);

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
[JsonSerializable(typeof(DnsReport))]
[JsonSerializable(typeof(MirrorsReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(HostsReport))]
[JsonSerializable(typeof(HostsChange))]
[JsonSerializable(typeof(CacheReport))]
[JsonSerializable(typeof(EgressReport))]
internal sealed partial class SideJsonContext : JsonSerializerContext;
