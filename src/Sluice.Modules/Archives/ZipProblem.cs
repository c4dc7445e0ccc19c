namespace Sluice.Modules.Archives;

/// <summary>One way in which a zip, or a tree of files, is not a module's.</summary>
/// <param name="File">
/// The offending file as the zip (or the tree) names it, quoted and escaped when it holds what does not print; empty when the whole is meant.
/// </param>
/// <param name="Reason">Why, in the go command's words where it has some.</param>
public sealed record ZipProblem(string File, string Reason)
{
    /// <summary><c>file: reason</c>, or the reason alone: the line that the go command prints.</summary>
    public override string ToString() => File.Length == 0 ? Reason : $"{File}: {Reason}";
}
