namespace Sluice.Lab.Worlds;

/// <summary>Where .NET lies on this machine: programs in a clean environment have to be told.</summary>
internal static class Dotnet
{
    /// <summary>The <c>dotnet</c> program, links resolved.</summary>
    /// <exception cref="LabException">There is none.</exception>
    public static string Program { get; } = Tool.Find("dotnet") is { } found
        ? new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found
        : throw new LabException("dotnet is not in PATH");

    /// <summary>Its folder, for DOTNET_ROOT.</summary>
    public static string Root => Path.GetDirectoryName(Program)!;
}
