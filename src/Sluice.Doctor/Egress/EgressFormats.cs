using System.Globalization;
using System.Text;

namespace Sluice.Doctor.Egress;

/// <summary>Writes rules for those who make firewalls: pure.</summary>
public static class EgressFormats
{
    /// <summary>A policy that people and programs read: name, port, protocol, reason.</summary>
    public static string Yaml(EgressReport report)
    {
        var text = new StringBuilder("# What Go module downloads need; made by: sluice doctor egress\negress:\n");
        foreach (var rule in report.Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - host: {Quote(rule.Host)}\n    port: {rule.Port}\n    protocol: {rule.Protocol}\n    why: {Quote(rule.Why)}\n");
        }

        return text.ToString();
    }

    /// <summary>A table for nftables. It knows addresses only: the names stand beside as comments, and hosts without an address are left to be filled in.</summary>
    public static string NfTables(EgressReport report)
    {
        var text = new StringBuilder("# What Go module downloads need; made by: sluice doctor egress\n# Addresses change: make it again from time to time.\ntable inet go_downloads {\n  chain output {\n    type filter hook output priority 0; policy accept;\n");
        foreach (var rule in report.Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"    # {Line(rule.Host)}: {Line(rule.Why)}\n");
            var (four, six) = (rule.Addresses.Where(address => !address.Contains(':')).ToList(), rule.Addresses.Where(address => address.Contains(':')).ToList());
            AppendRule(text, "ip", four, rule);
            AppendRule(text, "ip6", six, rule);
            if (rule.Addresses.Count == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"    # ip daddr ADDRESS {rule.Protocol} dport {rule.Port} accept\n");
            }
        }

        return text.Append("  }\n}\n").ToString();
    }

    /// <summary>Tasks for Ansible (ansible.builtin.iptables), which resolves names when it runs.</summary>
    public static string Ansible(EgressReport report)
    {
        var text = new StringBuilder("# What Go module downloads need; made by: sluice doctor egress\n- name: Let Go module downloads out\n  hosts: all\n  become: true\n  tasks:\n");
        foreach (var rule in report.Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - name: {Quote($"{rule.Host}: {rule.Why}")}\n      ansible.builtin.iptables:\n        chain: OUTPUT\n        protocol: {rule.Protocol}\n        destination: {Quote(rule.Host)}\n        destination_port: \"{rule.Port}\"\n        jump: ACCEPT\n");
        }

        return text.ToString();
    }

    private static void AppendRule(StringBuilder text, string family, List<string> addresses, EgressRule rule)
    {
        if (addresses.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {family} daddr {{ {string.Join(", ", addresses)} }} {rule.Protocol} dport {rule.Port} accept\n");
        }
    }

    private static string Quote(string text) => $"\"{Line(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}
