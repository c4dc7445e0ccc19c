using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Environments;

/// <summary>What governs downloads here, each value with its origin. Credentials are masked.</summary>
/// <param name="GoVersion"><c>go1.22.1</c>; null when no Go was found.</param>
/// <param name="UserFile">The file of <c>go env -w</c>.</param>
/// <param name="Settings">Settings of the go command, of git, and variables.</param>
/// <param name="Tools">The proxy that each tool would use.</param>
/// <param name="Matrix">Which tool obeys which proxy setting.</param>
public sealed record EnvReport(
    string? GoVersion, string UserFile, IReadOnlyList<EnvValue> Settings, IReadOnlyList<ToolProxy> Tools, IReadOnlyList<MatrixRow> Matrix)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.env/1";

    /// <summary>What is likely a mistake: a value that another one hides, a spelling that one tool does not read.</summary>
    public IReadOnlyList<BilingualText> Remarks { get; init; } = [];
}

/// <summary>A value that holds.</summary>
/// <param name="Group"><c>go</c>, <c>git</c>, <c>proxy</c>, <c>certificates</c>.</param>
/// <param name="Name">The setting.</param>
/// <param name="Value">What holds; may be empty.</param>
/// <param name="Origin">Where it comes from: <c>default</c>, <c>environment</c>, <c>FILE:LINE</c>.</param>
/// <param name="Overrides">What it overrides, as <c>VALUE (ORIGIN)</c>.</param>
public sealed record EnvValue(string Group, string Name, string Value, string Origin, IReadOnlyList<string> Overrides);

/// <summary>The proxy that a tool would use for https.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Proxy">The proxy; null for the direct way.</param>
/// <param name="Setting">The setting that decides; null when none does.</param>
/// <param name="Origin">Where that comes from; null without.</param>
public sealed record ToolProxy(string Tool, string? Proxy, string? Setting, string? Origin);

/// <summary>A proxy setting, and who obeys it.</summary>
/// <param name="Setting">The setting: <c>https_proxy</c>, <c>git http.proxy</c>.</param>
/// <param name="Value">Its value here; null when it is not set.</param>
/// <param name="Obeyed">By tool: <c>yes</c>, <c>no</c>, or <c>second</c> where another one goes before it.</param>
public sealed record MatrixRow(string Setting, string? Value, IReadOnlyDictionary<string, string> Obeyed);
