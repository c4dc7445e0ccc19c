namespace Sluice.Server.Configuration;

/// <summary>Where a value comes from.</summary>
/// <param name="Kind">From which of the four places.</param>
/// <param name="Name">File name as it was given, variable, or flag with its dashes; empty for a default.</param>
/// <param name="Line">Line in the file, from 1; 0 when no particular one is meant.</param>
/// <param name="Column">Column in the file, from 1; 0 when no particular one is meant.</param>
public sealed record SettingOrigin(SettingOriginKind Kind, string Name, int Line = 0, int Column = 0)
{
    /// <summary>The built-in default.</summary>
    public static SettingOrigin Default { get; } = new(SettingOriginKind.Default, "");

    /// <summary>As editors and compilers write it: <c>sluice.yaml:12:3</c>, <c>environment SLUICE_DATA</c>, <c>flag --data</c>.</summary>
    public string Location => Kind == SettingOriginKind.File && Line > 0 ? $"{Name}:{Line}:{Column}" : ToString();

    /// <summary>A place in a file.</summary>
    public static SettingOrigin File(string name, int line = 0, int column = 0) => new(SettingOriginKind.File, name, line, column);

    /// <summary>An environment variable.</summary>
    public static SettingOrigin Environment(string variable) => new(SettingOriginKind.Environment, variable);

    /// <summary>A flag of the command line.</summary>
    public static SettingOrigin Flag(string flag) => new(SettingOriginKind.Flag, flag);

    /// <summary>Without the column: <c>default</c>, <c>sluice.yaml:12</c>, <c>environment SLUICE_DATA</c>, <c>flag --data</c>.</summary>
    public override string ToString() => Kind switch
    {
        SettingOriginKind.Default => "default",
        SettingOriginKind.File => Line > 0 ? $"{Name}:{Line}" : Name,
        SettingOriginKind.Environment => $"environment {Name}",
        _ => $"flag {Name}",
    };
}

/// <summary>The places that values come from; a later one goes before an earlier one.</summary>
public enum SettingOriginKind
{
    /// <summary>Built in.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>A flag.</summary>
    Flag,
}
