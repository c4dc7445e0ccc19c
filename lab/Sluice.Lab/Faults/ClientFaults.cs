using Sluice.Lab.Worlds;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Lab.Faults;

/// <summary>A program is not installed on the client. <c>program</c>.</summary>
internal sealed class WithoutFault(string program) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new WithoutFault(parameters.Required("program"));

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        context.Client.HideProgram(program);
        return Task.CompletedTask;
    }
}

/// <summary>
/// The client's module cache is damaged. <c>module</c>: M@V; <c>do</c>: <c>truncate-zip</c> (half of the zip, nothing unpacked), <c>wrong-ziphash</c>,
/// <c>wrong-zip</c> (another sound archive with its own hash).
/// </summary>
internal sealed class CacheFault(ModulePath module, ModuleVersion version, string what) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters)
    {
        var parts = parameters.Required("module").Split('@');
        return parts.Length == 2
            ? new CacheFault(ModulePath.Parse(parts[0]), ModuleVersion.Parse(parts[1]), parameters.OneOf("do", "truncate-zip", "truncate-zip", "wrong-ziphash"))
            : throw new FormatException("cache: module is M@V");
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var cache = context.Client.ModuleCache;
        var zip = Path.Combine(cache, "cache", "download", module.Escape().ToString(), "@v", version.Escape() + ".zip");
        if (what == "wrong-ziphash")
        {
            await File.WriteAllTextAsync(zip + "hash", "h1:" + Convert.ToBase64String(new byte[32]), cancellationToken);
        }
        else
        {
            await using var file = File.Open(zip, FileMode.Open);
            file.SetLength(file.Length / 2);
        }

        Directory.Delete(Path.Combine(cache, module.Escape() + "@" + version.Escape()), recursive: true);
    }
}

/// <summary>
/// The disk below a folder of the client. <c>at</c>: a path below the home folder (default <c>go</c>); <c>size</c>: as mount takes it (<c>400k</c>), or <c>read-only</c>: yes.
/// What lay there before is hidden, and comes back.
/// </summary>
internal sealed class DiskFault(string at, string size, bool isReadOnly) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new DiskFault(
        parameters.Optional("at") ?? "go", parameters.Optional("size") ?? "1m", parameters.OneOf("read-only", "no", "yes", "no") == "yes");

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(context.World.Home, at)).FullName;
        await Tool.ShellAsync($"mount -t tmpfs -o size={size}{(isReadOnly ? ",ro" : "")} sluice-lab {folder}", cancellationToken);
        context.Undo.Add(() => Tool.ShellAsync($"umount -l {folder}", CancellationToken.None));
    }
}

/// <summary>A folder is a git repository of another account, as in containers with mounted sources. <c>at</c>: a path below the home folder (default <c>project</c>).</summary>
internal sealed class ForeignRepositoryFault(string at) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new ForeignRepositoryFault(parameters.Optional("at") ?? "project");

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.World.Home, at);
        return Tool.ShellAsync($"git init -q {folder}; chown -R 12345 {folder}", cancellationToken);
    }
}

/// <summary>Another program holds the lock of a version in the client's module cache. <c>module</c>: M@V.</summary>
internal sealed class LockFault(string module) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new LockFault(parameters.Required("module"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var parts = module.Split('@');
        var folder = Directory.CreateDirectory(Path.Combine(context.Client.ModuleCache, "cache", "download", ModulePath.Parse(parts[0]).Escape().ToString(), "@v")).FullName;
        var file = Path.Combine(folder, parts[1] + ".lock");
        await File.WriteAllTextAsync(file, "", cancellationToken);
        context.Undo.Own(context.World.Serve(Places.Client, "flock", "flock", file, "sleep", "600"));
        while (!(await File.ReadAllTextAsync("/proc/locks", cancellationToken)).Contains($":{Inode(file)} ", StringComparison.Ordinal))
        {
            await Task.Delay(10, cancellationToken);
        }
    }

    private static string Inode(string file)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%i", file]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
