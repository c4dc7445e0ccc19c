using System.Text.Json.Serialization;
using Sluice.Api.Configuration;
using Sluice.Api.Doctor;
using Sluice.Api.Fetching;
using Sluice.Api.Store;
using Sluice.Api.SumDb;

namespace Sluice.Api;

/// <summary>Writes and reads the wire records without reflection: camelCase, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ConfigurationCheckReport))]
[JsonSerializable(typeof(ConfigurationShowReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(GetReport))]
[JsonSerializable(typeof(PrefetchReport))]
[JsonSerializable(typeof(StoreImportReport))]
[JsonSerializable(typeof(StoreOriginsReport))]
[JsonSerializable(typeof(StoreStatisticsReport))]
[JsonSerializable(typeof(StoreVerifyReport))]
[JsonSerializable(typeof(VerdictReport))]
[JsonSerializable(typeof(VersionReport))]
public sealed partial class SluiceJsonContext : JsonSerializerContext;
