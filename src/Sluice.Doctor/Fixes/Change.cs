using System.Text.Json.Serialization;

namespace Sluice.Doctor.Fixes;

/// <summary>One thing that is different after a fix, with what it was before. The hierarchy is closed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FileText), "file")]
[JsonDerivedType(typeof(FileMode), "mode")]
[JsonDerivedType(typeof(UserVariable), "variable")]
[JsonDerivedType(typeof(Setting), "setting")]
[JsonDerivedType(typeof(Run), "run")]
[JsonDerivedType(typeof(Removal), "removal")]
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>The text of a file.</summary>
    /// <param name="Path">The file itself, links resolved.</param>
    /// <param name="Before">Its text; null when it is not there.</param>
    /// <param name="After">Its text afterwards; null when it is not there then.</param>
    public sealed record FileText(string Path, string? Before, string? After) : Change;

    /// <summary>Permission bits.</summary>
    /// <param name="Path">The file or folder.</param>
    /// <param name="Before">Octal: <c>0644</c>.</param>
    /// <param name="After">Octal.</param>
    public sealed record FileMode(string Path, string Before, string After) : Change;

    /// <summary>A variable of a Windows account (<c>HKCU\Environment</c>).</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Before">Its value; null when it is not set.</param>
    /// <param name="After">Its value afterwards; null for none.</param>
    public sealed record UserVariable(string Name, string? Before, string? After) : Change;

    /// <summary>A setting that programs of the system read and write: the name servers of an interface.</summary>
    /// <param name="Name">What it is, for people.</param>
    /// <param name="Before">Its value.</param>
    /// <param name="After">Its value afterwards.</param>
    /// <param name="Apply">The program that sets it, and its arguments.</param>
    /// <param name="Restore">The program that takes it back.</param>
    public sealed record Setting(string Name, string Before, string After, IReadOnlyList<string> Apply, IReadOnlyList<string> Restore) : Change;

    /// <summary>A program that is run and leaves nothing to be taken back.</summary>
    /// <param name="Arguments">The program and its arguments.</param>
    public sealed record Run(IReadOnlyList<string> Arguments) : Change;

    /// <summary>Files and folders that go; the go command downloads them again.</summary>
    /// <param name="Root">The folder that all of them lie in.</param>
    /// <param name="Paths">The files and folders.</param>
    public sealed record Removal(string Root, IReadOnlyList<string> Paths) : Change;
}
