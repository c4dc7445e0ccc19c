using Sluice.Doctor.Evidence;
using Sluice.Doctor.Rules;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Reports;

/// <summary>What was looked at, layer by layer, each with how it was. A failure is a problem only where the go command suffers by it.</summary>
public static class CheckTree
{
    /// <summary>The layers that have something to show.</summary>
    public static IReadOnlyList<CheckGroup> Of(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var marks = new CheckMarks(diagnosis);
        var bundle = diagnosis.Bundle;
        CheckGroup[] groups =
        [
            new("settings", new("settings", "设置"), SettingChecks.Of(diagnosis, marks)),
            new("names", new("names", "域名解析"), [.. bundle.Dns.Select(probed => Of(probed, value => NameOf(value, marks)))]),
            new("connections", new("connections", "连接"), [.. bundle.Tcp.Select(probed => Of(probed, value => ConnectionOf(probed.Subject, value, marks)))]),
            new("forward-proxy", new("forward proxy", "正向代理"), [.. bundle.ForwardProxies.Select(probed => Of(probed, value => ProxyOf(value, marks)))]),
            new("tls", new("TLS", "TLS"), [.. bundle.Tls.Select(probed => Of(probed, value => HandshakeOf(value, marks)))]),
            new("module-proxies", new("module proxies", "模块代理"), [.. bundle.GoProxies.Select(probed => Of(probed, value => EntryOf(value, marks)))]),
            new("checksum-database", new("checksum database", "校验和数据库"), [.. bundle.SumDb.Select(probed => Of(probed, value => SumDbOf(value, marks)))]),
            new("repositories", new("repositories", "代码仓库"), [.. bundle.Vcs.Select(probed => Of(probed, value => RepositoryOf(value, marks)))]),
            new("modules", new("modules", "模块"), [.. bundle.Modules.Select(probed => Of(probed, value => ModuleOf(value, marks)))]),
            new("machine", new("machine", "本机"), MachineChecks.Of(bundle, marks)),
        ];
        return [.. groups.Select(group => group with { Checks = [.. group.Checks.OfType<Check>()] }).Where(group => group.Checks.Count > 0)];
    }

    private static Check Of<T>(Probed<T> probed, Func<T, Check> describe)
        where T : class => probed.Value is { } value ? describe(value) : new Check(CheckState.NotChecked, probed.Subject, probed.NotChecked!.Because);

    private static Check NameOf(DnsEvidence value, CheckMarks marks)
    {
        var isFine = value.System.Addresses.Count > 0;
        var text = isFine ? string.Join(", ", value.System.Addresses.Take(4)) + (value.System.Addresses.Count > 4 ? ", …" : "") : value.System.Error ?? value.System.Outcome.ToString();
        var byHosts = value.HostsFile.Count > 0 ? ", hosts" : "";
        return new Check(marks.Of(isFine, value.Name, $"dns {value.Name}"), value.Name, $"{text} ({Show.Time(value.System.TookMs)}{byHosts})");
    }

    private static Check ConnectionOf(string subject, TcpEvidence value, CheckMarks marks)
    {
        var best = value.Attempts.FirstOrDefault(attempt => attempt.Outcome == ConnectOutcome.Connected);
        var text = best is not null ? $"{best.Address} ({Show.Time(best.TookMs)})" : string.Join("; ", value.Attempts.Take(3).Select(attempt => Show.Attempt(attempt, value.Port)));
        return new Check(marks.Of(best is not null, value.Host, $"tcp {subject}"), subject, text);
    }

    private static Check ProxyOf(ForwardProxyEvidence value, CheckMarks marks)
    {
        var isConnected = value.Connections.Any(attempt => attempt.Outcome == ConnectOutcome.Connected);
        var refused = value.Tunnels.Where(tunnel => tunnel.Outcome != TunnelOutcome.Open).ToList();
        var text = !isConnected ? value.Connections.FirstOrDefault()?.Outcome.ToString() ?? value.Lookup.Error ?? value.Lookup.Outcome.ToString()
            : refused.Count > 0 ? string.Join("; ", refused.Take(3).Select(tunnel => FormattableString.Invariant($"CONNECT {tunnel.Target}: {tunnel.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? tunnel.Outcome.ToString()}")))
            : FormattableString.Invariant($"CONNECT: {value.Tunnels.Count}/{value.Tunnels.Count}");
        var host = Uri.TryCreate(value.Url, UriKind.Absolute, out var url) ? url.Host : value.Url;
        return new Check(marks.Of(isConnected && refused.Count == 0, host, $"forward-proxy {value.Url}"), value.Url, text);
    }

    private static Check HandshakeOf(TlsEvidence value, CheckMarks marks)
    {
        var handshake = value.Handshake;
        var isFine = handshake is { Outcome: TlsOutcome.Completed, PolicyErrors.Count: 0 };
        var subject = Show.HostAndPort(value.Host, value.Port);
        var text = isFine
            ? FormattableString.Invariant($"{handshake.Protocol}{(handshake.Chain.Count > 0 ? $", {handshake.Chain[0].Issuer}, → {handshake.Chain[0].NotAfter:yyyy-MM-dd}" : "")} ({Show.Time(handshake.TookMs)})")
            : Show.Handshake(value.Host, handshake);
        return new Check(marks.Of(isFine, value.Host, $"tls {subject}"), subject, text);
    }

    private static Check EntryOf(GoProxyEvidence value, CheckMarks marks)
    {
        var steps = value.Steps.Where(step => step.Exchange is not null).ToList();
        var isFine = steps.TrueForAll(step => ProxyNeeds.IsFine(step) || ProxyNeeds.IsAbsent(step)) && (steps.Count > 0 || value.FileTree.All(file => file.Exists));
        var text = string.Join(", ", steps.Select(step => $"{step.Step} {step.Exchange!.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? step.Exchange.Outcome.ToString()}"));
        var slowest = steps.Count > 0 ? $" ({Show.Time(steps.Max(step => step.Exchange!.TotalMs))})" : "";
        return new Check(marks.OfNeed(isFine, need => need.Proxy == value), value.Entry, $"{value.Module}@{value.Version}: {text}{slowest}");
    }

    private static Check SumDbOf(SumDbEvidence value, CheckMarks marks)
    {
        var steps = value.Steps.Where(step => step.Exchange is not null).ToList();
        var isRelayed = value.ThroughProxy is null || !steps.Exists(step => step.Step == ProxyStep.SumDbSupported && ProxyNeeds.IsAbsent(step));
        var isFine = steps.TrueForAll(ProxyNeeds.IsFine) && value.IsSigned != Tri.No;
        var text = string.Join(", ", steps.Select(step => $"{step.Step.ToString().Replace("SumDb", "", StringComparison.Ordinal)} {step.Exchange!.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? step.Exchange.Outcome.ToString()}"));
        var size = value.TreeSize is { } records ? FormattableString.Invariant($", {records}") : "";
        return new Check(isRelayed ? marks.OfNeed(isFine, need => need.SumDb == value) : CheckState.Fact, value.Route, text + size);
    }

    private static Check RepositoryOf(VcsEvidence value, CheckMarks marks)
    {
        var answered = value.Remotes.FirstOrDefault(remote => remote.Outcome == RemoteOutcome.Answered);
        var text = answered is not null ? FormattableString.Invariant($"{answered.Url}: {answered.References} refs ({Show.Time(answered.TookMs)})")
            : value.Remotes.Count > 0 ? string.Join("; ", value.Remotes.Take(2).Select(remote => $"{remote.Url}: {(remote.Errors.Length > 0 ? Show.Start(remote.Errors, 120) : remote.Outcome.ToString())}"))
            : value.DiscoveryProblem ?? value.Repository?.Url ?? "";
        return new Check(marks.OfNeed(answered is not null && answered.HasVersion != Tri.No, need => need.Vcs == value), value.Module, text);
    }

    private static Check ModuleOf(ModuleEvidence value, CheckMarks marks)
    {
        var problem = value.PathProblem ?? value.VersionProblem;
        var text = problem ?? $"{value.ResolvedVersion ?? value.Version}{(value.Latest is { } latest ? $"; latest {latest}" : "")}{(value.GoVersion is { } go ? $"; go {go}" : "")}";
        return new Check(marks.OfProbe($"module {value.Path}", problem is null && value.Exists == Tri.Yes), value.Path, text.Trim());
    }
}
