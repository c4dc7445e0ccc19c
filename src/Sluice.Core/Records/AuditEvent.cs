namespace Sluice.Core.Records;

/// <summary>Something that whoever answers for the gateway must be able to find later.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Kind">What it is; stable: <c>origin.tag-moved</c>, <c>origin.lost</c>, <c>origin.restored</c>.</param>
/// <param name="Module">The module's path.</param>
/// <param name="Version">The version; empty when it is about all.</param>
/// <param name="Detail">For people, on one line; no secret.</param>
public sealed record AuditEvent(DateTimeOffset At, string Kind, string Module, string Version, string Detail);
