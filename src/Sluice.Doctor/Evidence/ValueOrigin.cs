namespace Sluice.Doctor.Evidence;

/// <summary>Where a value came from.</summary>
public enum OriginKind
{
    /// <summary>Nobody set it: what the go command takes then.</summary>
    Default,

    /// <summary>The environment of this process.</summary>
    ProcessEnvironment,

    /// <summary>The file of <c>go env -w</c>.</summary>
    UserGoEnv,

    /// <summary><c>go.env</c> in the Go installation.</summary>
    InstalledGoEnv,

    /// <summary>Another file: configuration of git, npm, an editor, a shell.</summary>
    File,

    /// <summary>Made of other settings: GONOPROXY of GOPRIVATE.</summary>
    Derived,

    /// <summary>The operating system told it.</summary>
    System,
}

/// <summary>Where a value came from.</summary>
/// <param name="Kind">What kind of place.</param>
/// <param name="File">The file's path, where there is one.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Name">What it is called there: the environment variable, the setting that it derives from.</param>
public sealed record ValueOrigin(OriginKind Kind, string? File = null, int? Line = null, string? Name = null)
{
    /// <inheritdoc/>
    public override string ToString() => File is null ? Name ?? Kind.ToString() : Line is null ? File : $"{File}:{Line}";
}

/// <summary>A value with its origin.</summary>
/// <param name="Name">What it is called: <c>GOPROXY</c>, <c>http.proxy</c>, <c>https-proxy</c>.</param>
/// <param name="Value">The value as written; may be empty.</param>
/// <param name="Origin">Where it came from.</param>
public sealed record SettingValue(string Name, string Value, ValueOrigin Origin);

/// <summary>A place in a file that its program would pass over or refuse.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Text">The line, at most 200 characters.</param>
/// <param name="Problem">What is wrong with it, in one line.</param>
public sealed record FileFault(string File, int Line, string Text, string Problem);

/// <summary>A file as the file system shows it.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="IsReadable">Whether it could be read; <see cref="Tri.NotChecked"/> when it is not there.</param>
/// <param name="Mode">Permission bits, octal as <c>0644</c>; null on Windows and when it is not there.</param>
/// <param name="LinkTarget">Where it leads when it is a symbolic link.</param>
public sealed record FileFact(string Path, bool Exists, Tri IsReadable, string? Mode = null, string? LinkTarget = null);
