using System.Text;

namespace Sluice.Testing;

/// <summary>A txtar text archive: a comment, then files, each after a line <c>-- name --</c> (https://pkg.go.dev/golang.org/x/tools/txtar). Any text is one.</summary>
/// <param name="Comment">What stands before the first file.</param>
/// <param name="Files">The files in their order; a name may come twice.</param>
public sealed record TxtArchive(string Comment, IReadOnlyList<TxtFile> Files)
{
    private const string Start = "-- ";
    private const string End = " --";

    /// <summary>Reads an archive. A last line without a newline gets one; CR stays.</summary>
    public static TxtArchive Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var files = new List<TxtFile>();
        string? comment = null;
        var name = "";
        var content = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var line = end < 0 ? text[at..] : text[at..end];
            at = end < 0 ? text.Length : end + 1;
            if (!TryReadMarker(line, out var next))
            {
                content.Append(line).Append('\n');
                continue;
            }

            Close();
            name = next;
        }

        Close();
        return new TxtArchive(comment ?? "", files);

        void Close()
        {
            if (comment is null)
            {
                comment = content.ToString();
            }
            else
            {
                files.Add(new TxtFile(name, content.ToString()));
            }

            content.Clear();
        }
    }

    /// <summary>Reads an archive from a file.</summary>
    public static TxtArchive ReadFile(string file) => Parse(File.ReadAllText(file));

    /// <summary>The content of the first file of a name; null when there is none.</summary>
    public string? Find(string name) => Files.FirstOrDefault(file => file.Name == name)?.Text;

    private static bool TryReadMarker(string line, out string name)
    {
        var isMarker = line.Length >= Start.Length + End.Length && line.StartsWith(Start, StringComparison.Ordinal) && line.EndsWith(End, StringComparison.Ordinal);
        name = isMarker ? line[Start.Length..^End.Length].Trim() : "";
        return name.Length > 0;
    }
}

/// <summary>One file of a <see cref="TxtArchive"/>.</summary>
/// <param name="Name">Its name: <c>go.mod</c>.</param>
/// <param name="Text">Its content; empty, or ending in a newline.</param>
public sealed record TxtFile(string Name, string Text);
