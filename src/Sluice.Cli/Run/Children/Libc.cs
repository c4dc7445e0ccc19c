using System.Runtime.InteropServices;

namespace Sluice.Cli.Run.Children;

/// <summary>What .NET's process class cannot do: a process group of its own, one descriptor for two streams, a pseudo-terminal. Linux, glibc and musl.</summary>
internal static class Libc
{
    public const int ReadWrite = 2;
    public const int NoControllingTerminal = 0x100;
    public const int CloseOnExec = 0x80000;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigHup = 1;
    public const int SigQuit = 3;
    public const short SpawnSetGroup = 2;
    public const short SpawnSetSignalDefaults = 4;
    public const short SpawnSetSignalMask = 8;
    public const ulong GetWindowSize = 0x5413;
    public const ulong SetWindowSize = 0x5414;
    public const int NoEntry = 2;
    public const int Interrupted = 4;

    [DllImport("libc", EntryPoint = "posix_spawnp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Spawn(out int processId, byte[] file, nint actions, nint attributes, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int InitActions(nint actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int AddDuplicate(nint actions, int from, int to);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int DestroyActions(nint actions);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int InitAttributes(nint attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int SetFlags(nint attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int SetGroup(nint attributes, int group);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int SetSignalDefaults(nint attributes, byte[] set);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int SetSignalMask(nint attributes, byte[] set);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int DestroyAttributes(nint attributes);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Wait(int processId, out int status, int options);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Pipe(int[] ends, int flags);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int OpenPseudoTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int NameOf(int descriptor, byte[] name, nint length);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int GetAttributes(int descriptor, byte[] attributes);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int SetAttributes(int descriptor, int when, byte[] attributes);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern void MakeRaw(byte[] attributes);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Control(int descriptor, ulong request, byte[] argument);

    [DllImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int ForegroundGroup(int descriptor);

    [DllImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int OwnGroup();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern nint Write(int descriptor, in byte buffer, nint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Poll(ref PollEntry entries, nint count, int timeoutMilliseconds);
}
