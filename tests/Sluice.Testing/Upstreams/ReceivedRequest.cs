namespace Sluice.Testing;

/// <summary>A request as an upstream received it.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="Method"><c>GET</c>, <c>HEAD</c>…</param>
/// <param name="RawTarget">The request line's target, still percent-encoded, base path and query included.</param>
/// <param name="Path">The path below the base path: decoded, no leading slash, as <c>Artefact.ToRelativePath</c> writes it.</param>
/// <param name="Headers">All headers by name, without regard to case; several values are joined with <c>", "</c>.</param>
public sealed record ReceivedRequest(int Number, string Method, string RawTarget, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A header's value; null when it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
