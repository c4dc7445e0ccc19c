using Sluice.Doctor.Rules.Machine;
using Sluice.Doctor.Rules.Network;
using Sluice.Doctor.Rules.Services;
using Sluice.Doctor.Rules.Settings;

namespace Sluice.Doctor.Rules;

/// <summary>All rules. Their order does not matter.</summary>
internal static class RuleBook
{
    /// <summary>Every rule once.</summary>
    public static IReadOnlyList<IRule> All { get; } =
    [
        new HostsFileRule(),
        new NoNameserverRule(),
        new UdpBlockedRule(),
        new NameServersRule(),
        new WrongAddressRule(),
        new SlowNamesRule(),
        new ConnectionRule(),
        new DeadIpv6Rule(),
        new ForwardProxyRule(),
        new CertificateRule(),
        new HandshakeRule(),
        new HttpFaultRule(),
        new ProxyAnswerRule(),
        new FileTreeRule(),
        new SlowProxyRule(),
        new ProxyChecksumRule(),
        new SumDbAnswerRule(),
        new ChecksumRule(),
        new RepositoryRule(),
        new ModuleRule(),
        new GoProxySettingRule(),
        new SumDbSettingRule(),
        new ModulesOffRule(),
        new GoFlagsRule(),
        new PrivatePatternsRule(),
        new OverriddenRule(),
        new SudoRule(),
        new GoEnvFileRule(),
        new MissingProxyRule(),
        new CertificateFileRule(),
        new NetrcRule(),
        new GitRewriteRule(),
        new ClockRule(),
        new DiskRule(),
        new SocketsRule(),
        new CacheRule(),
    ];
}
