using System.Globalization;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>What plans say beside their changes.</summary>
internal static class FixTexts
{
    public static BilingualText WrittenByUs { get; } = new("written by sluice; take it back with: sluice env undo", "由 sluice 写入；撤销：sluice env undo");

    public static BilingualText OldTerminal { get; } = new(
        "this terminal keeps its environment: open a new one, or type the line here",
        "当前终端的环境不会改变：请新开终端，或在此输入该命令");

    public static BilingualText GoEnvIsOff { get; } = new(
        "GOENV=off switches the file of `go env -w` off: the setting goes into the shell's start file instead",
        "GOENV=off 关闭了 `go env -w` 的文件：改为写入 shell 启动文件");

    public static BilingualText NoHome { get; } = new("no variable tells the home folder of this account", "没有环境变量说明该账号的主目录");

    public static BilingualText NoCache { get; } = new("no cache of names runs on this machine: there is nothing to flush", "本机没有运行 DNS 缓存：无需清空");

    public static BilingualText NeedsAdministrator { get; } = new("this takes administrator rights", "需要管理员权限");

    public static BilingualText RunYourself { get; } = new(
        "a program that the knowledge names is run only when you say yes to it",
        "知识库给出的程序只有在你逐项确认后才会运行");

    public static BilingualText FillIn { get; } = new("fill in the words in capitals first", "请先替换大写的占位词");

    public static BilingualText Managed { get; } = new(
        "NetworkManager writes this file: the change lasts until the next connection; for good, set the servers of the connection",
        "该文件由 NetworkManager 生成：修改只保留到下次连接；要长期生效，请修改连接的 DNS 设置");

    public static BilingualText UntilReconnect { get; } = new("this lasts until the interface is set up again", "接口重新配置后失效");

    public static BilingualText NotInCache { get; } = new("the cache has nothing of it", "缓存中没有该版本");

    public static BilingualText NoGit { get; } = new("there is no git in PATH", "PATH 中没有 git");

    public static BilingualText NoInterface { get; } = new("no network service with a default route was found", "没有找到带默认路由的网络服务");

    public static BilingualText RestOfWindow { get; } = new("Windows programs that run already keep the old value", "已在运行的 Windows 程序仍使用旧值");

    public static BilingualText Text(string english, string chinese) => new(english, chinese);

    public static BilingualText LinkLeadsOut(string path, string target) =>
        new($"{path} is a link out of its place, to {target}: change that by hand", $"{path} 是指向 {target} 的链接，超出原位置：请手动修改");

    public static BilingualText IsFolder(string path) => new($"{path} is a folder", $"{path} 是目录");

    public static BilingualText CannotRead(string path) => new($"{path} cannot be read", $"{path} 无法读取");

    public static BilingualText NotUtf8(string path) => new($"{path} is not UTF-8: change it by hand", $"{path} 不是 UTF-8：请手动修改");

    public static BilingualText CannotWrite(string path) => new($"{path} cannot be written by this account", $"当前账号不能写 {path}");

    public static BilingualText Refused(string reason) => new($"the go command would not take it: {reason}", $"go 命令不会接受：{reason}");

    public static BilingualText Overridden(string name, string origin) => new(
        $"{name} is set in the environment by {origin}: the file does not count until that is gone",
        $"{name} 在环境中由 {origin} 设置：在它取消之前，文件不起作用");

    public static BilingualText SetElsewhere(string name) => new(
        $"{name} comes from outside of the shell's start files (a parent process, a service, an editor): look there, too",
        $"{name} 不是由 shell 启动文件设置的（父进程、服务或编辑器）：也请检查那里");

    public static BilingualText SystemWide(string name, string origin) => new(
        $"{name} is set for all accounts by {origin}: an administrator has to change that",
        $"{name} 由 {origin} 为所有账号设置：需要管理员修改");

    public static BilingualText NotFound(string what, string path) => new($"{path} does not contain: {what}", $"{path} 中没有：{what}");

    public static BilingualText NotAnAuthority(string file, string reason) => new($"{file}: {reason}", $"{file}：{reason}");

    public static BilingualText Authority(string subject, string sha256) => new(
        $"adds {subject}, SHA-256 {sha256}: compare it with what your company publishes",
        $"将信任 {subject}，SHA-256 {sha256}：请与公司公布的指纹核对");

    public static BilingualText Expires(DateTimeOffset until) => string.Create(CultureInfo.InvariantCulture, $"{until.UtcDateTime:yyyy-MM-dd HH:mm} UTC") is var time
        ? new($"stays until {time}; `sluice doctor hosts --clean` takes it away then", $"保留到 {time}；届时用 `sluice doctor hosts --clean` 清除")
        : BilingualText.Empty;
}
