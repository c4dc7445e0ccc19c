namespace Sluice.Core.Ports;

/// <summary>What a go command asks a module proxy for (https://go.dev/ref/mod#goproxy-protocol).</summary>
public enum ArtefactKind
{
    /// <summary><c>@v/list</c>: the known versions, one a line.</summary>
    List,

    /// <summary><c>@latest</c>: the <c>.info</c> of the latest version, for modules without a suitable one in the list.</summary>
    Latest,

    /// <summary><c>@v/REVISION.info</c>: version and time, as JSON; for branches, commits and shortened versions too.</summary>
    Info,

    /// <summary><c>@v/VERSION.mod</c>: the go.mod file, byte for byte.</summary>
    GoMod,

    /// <summary><c>@v/VERSION.zip</c>: the module's files.</summary>
    Zip,
}
