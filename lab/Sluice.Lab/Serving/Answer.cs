using System.Text;

namespace Sluice.Lab.Serving;

/// <summary>What a host answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Type">The content type.</param>
internal sealed record Answer(int Status, byte[] Body, string Type = "text/plain; charset=utf-8")
{
    /// <summary>Where it redirects to.</summary>
    public string? Location { get; init; }

    /// <summary>A text.</summary>
    public static Answer Text(int status, string text, string type = "text/plain; charset=utf-8") => new(status, Encoding.UTF8.GetBytes(text), type);
}
