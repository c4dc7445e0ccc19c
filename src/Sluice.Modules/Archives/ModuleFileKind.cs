namespace Sluice.Modules.Archives;

/// <summary>What an entry of a tree is. Only regular files get into a module zip.</summary>
public enum ModuleFileKind
{
    /// <summary>A file; whether it is executable does not matter.</summary>
    Regular,

    /// <summary>A symbolic link: left out, but its name has to follow the rules.</summary>
    Symlink,

    /// <summary>A directory: left out, but its name counts for collisions.</summary>
    Directory,

    /// <summary>A device, socket, pipe or link to a submodule: left out as a symbolic link is.</summary>
    Irregular,
}
