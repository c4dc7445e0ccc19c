using System.Text;

namespace Sluice.Testing;

/// <summary>What an upstream says: a status, a body and headers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; sent with its exact length.</param>
/// <param name="ContentType">The media type; null for none.</param>
public sealed record UpstreamAnswer(int Status, ReadOnlyMemory<byte> Body, string? ContentType)
{
    /// <summary>Further headers, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What Go's http.NotFound writes.</summary>
    public static UpstreamAnswer NotFound { get; } = Text(404, "404 page not found\n");

    /// <summary>A plain text in UTF-8.</summary>
    public static UpstreamAnswer Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    /// <summary>This answer with one more header.</summary>
    public UpstreamAnswer With(string name, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };
}
