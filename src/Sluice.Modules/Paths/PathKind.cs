namespace Sluice.Modules.Paths;

/// <summary>What a slash-separated path names; each kind allows other characters (golang.org/x/mod/module, <c>pathKind</c>).</summary>
public enum PathKind
{
    /// <summary>A module path: ASCII letters, digits and <c>-._~</c>; no element starts with a dot.</summary>
    Module,

    /// <summary>A package's import path: as a module path, and <c>+</c>; elements may start with a dot.</summary>
    Import,

    /// <summary>A file inside a module zip: Unicode letters, ASCII digits and <c>!#$%&amp;()+,-.=@[]^_{}~</c> and blank.</summary>
    File,
}
