using System.Text.Json;

namespace Sluice.Lab.Running;

/// <summary>A finding as the doctor prints it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Severity">fatal, warning, info or benign.</param>
internal sealed record GivenFinding(string Code, string Severity)
{
    /// <summary>Whether it says that something is wrong.</summary>
    public bool IsProblem => Severity is not ("info" or "benign") && !Code.StartsWith("benign.", StringComparison.Ordinal);
}

/// <summary>What the doctor said.</summary>
/// <param name="Findings">Its findings, the root cause first; null when it gave none that can be read.</param>
/// <param name="Problem">Why they cannot be read; null when they can.</param>
internal sealed record GivenFindings(IReadOnlyList<GivenFinding>? Findings, string? Problem)
{
    private const string Schema = "sluice.doctor/1";

    /// <summary>Reads what the doctor printed.</summary>
    public static GivenFindings Read(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema) || schema.GetString() != Schema)
            {
                return new GivenFindings(null, $"no document of the schema {Schema}");
            }

            return new GivenFindings([.. root.GetProperty("findings").EnumerateArray().Select(Finding)], null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new GivenFindings(null, "no JSON of findings: " + exception.Message);
        }
    }

    private static GivenFinding Finding(JsonElement finding) =>
        new(finding.GetProperty("code").GetString() ?? "", finding.TryGetProperty("severity", out var severity) ? severity.GetString() ?? "" : "fatal");
}
