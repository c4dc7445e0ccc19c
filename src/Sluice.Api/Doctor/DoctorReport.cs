namespace Sluice.Api.Doctor;

/// <summary>What <c>sluice doctor --format json</c> prints; docs/reference/doctor.schema.json says the same.</summary>
/// <param name="Verdict"><c>problem</c> when the go command fails, <c>warnings</c> when it goes on, <c>clean</c>.</param>
/// <param name="Findings">Root causes: what ends the go command first; among these what the modules asked for need.</param>
/// <param name="Checked">What was looked at and how it was, in the order of the go command's way.</param>
/// <param name="NotChecked">What was not looked at, and why.</param>
/// <param name="Modules">The modules asked for; empty for the set-up alone.</param>
/// <param name="ToolVersion">The version of Sluice that collected the evidence.</param>
/// <param name="CollectedAt">When.</param>
/// <param name="TookMs">How long collecting took.</param>
/// <param name="Redaction"><c>credentials</c> when only these are gone, <c>names</c> when private names are pseudonyms.</param>
public sealed record DoctorReport(
    string Verdict,
    IReadOnlyList<DoctorFinding> Findings,
    IReadOnlyList<DoctorCheck> Checked,
    IReadOnlyList<DoctorNotChecked> NotChecked,
    IReadOnlyList<string> Modules,
    string ToolVersion,
    DateTimeOffset CollectedAt,
    double TookMs,
    string Redaction)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.doctor/1";

    /// <summary>Whether the run was stopped before its end; absent when not.</summary>
    public bool? Interrupted { get; init; }
}

/// <summary>A root cause.</summary>
/// <param name="Code">Its id, <c>family.cause</c>.</param>
/// <param name="Severity"><c>fatal</c> or <c>warning</c>.</param>
/// <param name="Confidence"><c>possible</c>, <c>likely</c> or <c>proven</c>.</param>
/// <param name="Actor">Who must act: <c>developer</c>, <c>proxy-admin</c>, <c>network-team</c>, <c>module-author</c>, <c>host-owner</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Title">What it is, in the chosen language.</param>
/// <param name="Meaning">What it means, in the chosen language.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Fixes">What helps, the best first.</param>
/// <param name="Explains">Symptoms that go away with it.</param>
public sealed record DoctorFinding(
    string Code,
    string Severity,
    string Confidence,
    string Actor,
    DoctorSubject Subject,
    string Title,
    string Meaning,
    IReadOnlyList<DoctorEvidence> Evidence,
    IReadOnlyList<ExplainFix> Fixes,
    IReadOnlyList<DoctorSymptom> Explains)
{
    /// <summary>A detail of the cause: the network's reason why the checksum database cannot be reached; absent without.</summary>
    public string? Detail { get; init; }
}

/// <summary>What a finding is about; what does not matter is absent.</summary>
public sealed record DoctorSubject
{
    /// <summary>The module.</summary>
    public string? Module { get; init; }

    /// <summary>Its version or query.</summary>
    public string? Version { get; init; }

    /// <summary>The host, without port.</summary>
    public string? Host { get; init; }

    /// <summary>The URL, without credentials.</summary>
    public string? Url { get; init; }
}

/// <summary>A piece of evidence.</summary>
/// <param name="Probe">The id of the probe that saw it.</param>
/// <param name="Text">What was seen, one line.</param>
public sealed record DoctorEvidence(string Probe, string Text);

/// <summary>A symptom of a root cause.</summary>
/// <param name="Code">Its id.</param>
/// <param name="Title">What it is, in the chosen language.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record DoctorSymptom(string Code, string Title, IReadOnlyList<DoctorEvidence> Evidence)
{
    /// <summary>The host; absent where none matters.</summary>
    public string? Host { get; init; }
}

/// <summary>Something that was looked at.</summary>
/// <param name="Layer"><c>settings</c>, <c>names</c>, <c>connections</c>, <c>forward-proxy</c>, <c>tls</c>, <c>module-proxies</c>, <c>checksum-database</c>, <c>repositories</c>, <c>modules</c>, <c>machine</c>.</param>
/// <param name="State"><c>ok</c>, <c>fact</c> (a value, neither good nor bad, or a failure that hurts nothing), <c>warning</c>, <c>problem</c>.</param>
/// <param name="Subject">What.</param>
/// <param name="Text">How it was.</param>
public sealed record DoctorCheck(string Layer, string State, string Subject, string Text);

/// <summary>Something that was not looked at.</summary>
/// <param name="Probe">The id of the probe.</param>
/// <param name="Reason"><c>not-asked</c>, <c>not-needed</c>, <c>blocked</c>, <c>probe-budget</c>, <c>total-budget</c>, <c>cancelled</c>, <c>unsupported</c>, <c>program-missing</c>, <c>no-permission</c>, <c>failed</c>.</param>
/// <param name="Because">The reason in words, English.</param>
public sealed record DoctorNotChecked(string Probe, string Reason, string Because);
