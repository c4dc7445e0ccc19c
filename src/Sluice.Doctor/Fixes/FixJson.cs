using System.Text.Json.Serialization;

namespace Sluice.Doctor.Fixes;

/// <summary>Without reflection: camelCase, enumerations by name, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class FixJson : JsonSerializerContext;
