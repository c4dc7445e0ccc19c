using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Finds out what a fix would change here and now. Reads files and asks programs; changes nothing.</summary>
public sealed class FixPlanner
{
    private readonly DoctorHost _host;
    private readonly ShellVariablePlanner _shell;
    private readonly GoVariablePlanner _go;
    private readonly GitConfigPlanner _git;
    private readonly AuthorityPlanner _authority;
    private readonly NameServerPlanner _servers;

    /// <summary>Plans for a machine.</summary>
    public FixPlanner(DoctorHost host)
        : this(host, new FixPrograms(host))
    {
    }

    internal FixPlanner(DoctorHost host, FixPrograms programs)
    {
        _host = host;
        _shell = new ShellVariablePlanner(host, programs);
        _go = new GoVariablePlanner(host, _shell);
        _git = new GitConfigPlanner(host, programs);
        _authority = new AuthorityPlanner(host, _shell, _git);
        _servers = new NameServerPlanner(host, programs);
    }

    /// <summary>Plans a fix whose placeholders are filled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<FixPlan> PlanAsync(Fix fix, CancellationToken cancellationToken) => Blanks.IsOpen(fix) ? Task.FromResult(FixPlan.ByHand(fix, FixTexts.FillIn) with { Lines = LineOf(fix) }) : fix switch
    {
        Fix.SetGoVariable set => PlanGoAsync(fix, One(set.Name, set.Value), cancellationToken),
        Fix.UnsetGoVariable unset => PlanGoAsync(fix, One(unset.Name, null), cancellationToken),
        Fix.SetShellVariable set => PlanShellAsync(fix, One(set.Name, set.Value), cancellationToken),
        Fix.UnsetShellVariable unset => PlanShellAsync(fix, One(unset.Name, null), cancellationToken),
        Fix.ExemptFromProxy exempt => PlanShellAsync(fix, Exempt(exempt), cancellationToken),
        Fix.SetGitConfig git => _git.PlanAsync(git, cancellationToken),
        Fix.UnsetGitConfig git => _git.PlanAsync(git, cancellationToken),
        Fix.TrustAuthority trust => _authority.PlanAsync(trust, cancellationToken),
        Fix.SetNameServers servers => _servers.PlanAsync(servers, cancellationToken),
        _ => Task.FromResult(PlanHere(fix)),
    };

    /// <summary>Plans several settings of the go command as one.</summary>
    /// <param name="fix">What they are called together.</param>
    /// <param name="variables">The variables; null for one that goes back to the go command's own value.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal Task<FixPlan> PlanGoAsync(Fix fix, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken) =>
        _go.PlanAsync(fix, variables, cancellationToken);

    /// <summary>Plans several variables of the shell as one.</summary>
    internal Task<FixPlan> PlanShellAsync(Fix fix, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken) =>
        variables.Any(variable => !IsName(variable.Key) || variable.Value?.AsSpan().IndexOfAny("\0\r\n") >= 0)
            ? Task.FromResult(FixPlan.ByHand(fix, FixTexts.Text("not a variable that a shell could set", "不是 shell 可以设置的变量")))
            : _shell.PlanAsync(fix, variables, cancellationToken);

    private FixPlan PlanHere(Fix fix) => fix switch
    {
        Fix.SetHostsEntry entry => new HostsPlanner(_host).Plan(entry),
        Fix.RemoveHostsEntries entries => new HostsPlanner(_host).Plan(entries),
        Fix.FlushDns flush => new FlushPlanner(_host).Plan(flush),
        Fix.RemoveFromCache entry => new CacheRemovalPlanner(_host).Plan(entry),
        Fix.EditFile edit => new FilePlanner(_host).Plan(edit) with { IsHarmless = false },
        Fix.SetFileMode mode => new FilePlanner(_host).Plan(mode),
        Fix.RunCommand { Arguments.Count: > 0 } run when Changes(run.Arguments) => FixPlan.Of(fix, new Change.Run(run.Arguments)) with
        {
            IsHarmless = IsHarmless(run.Arguments),
            Notes = IsHarmless(run.Arguments) ? [] : [FixTexts.RunYourself],
        },
        _ => FixPlan.ByHand(fix) with { Lines = LineOf(fix) },
    };

    private IReadOnlyList<string> LineOf(Fix fix) => FixCommands.LineOf(fix, _host.System == HostSystem.Windows ? Shell.PowerShell : Shell.Posix) is { } line ? [line] : [];

    /// <summary>Programs that make something different. Others only look: their words are for whoever types them.</summary>
    private static bool Changes(IReadOnlyList<string> arguments) => arguments is
        ["go", "mod", "tidy" or "verify" or "download" or "vendor", ..] or ["go", "clean", ..] or ["go", "get", ..] or ["go", "work", "sync"] or ["ssh-keygen", "-R", _];

    /// <summary>Knowledge may come from outside: only what cannot do harm is run without a question.</summary>
    private static bool IsHarmless(IReadOnlyList<string> arguments) => arguments is ["go", "mod", "verify" or "download"];

    /// <summary>Both spellings, since programs differ in which they read; on Windows they are one.</summary>
    private Dictionary<string, string?> Exempt(Fix.ExemptFromProxy fix)
    {
        var current = (_host.Variable("NO_PROXY") ?? _host.Variable("no_proxy") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var value = string.Join(',', current.Concat(fix.Hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.OrdinalIgnoreCase));
        return _host.System == HostSystem.Windows ? One("NO_PROXY", value) : new Dictionary<string, string?> { ["NO_PROXY"] = value, ["no_proxy"] = value };
    }

    private static Dictionary<string, string?> One(string name, string? value) => new() { [name] = value };

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
