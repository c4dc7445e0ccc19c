using System.Runtime.Versioning;

// Network namespaces, iptables, /proc.
[assembly: SupportedOSPlatform("linux")]
