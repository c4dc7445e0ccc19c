namespace Sluice.Doctor.Findings;

/// <summary>Who can do something about a finding.</summary>
public enum Actor
{
    /// <summary>Whoever ran the command: a setting, a go.mod, a credential of theirs.</summary>
    Developer,

    /// <summary>Whoever runs the module proxy or the gateway.</summary>
    ProxyAdmin,

    /// <summary>Whoever runs DNS, firewall, forward proxy and TLS interception.</summary>
    NetworkTeam,

    /// <summary>The author of the module that is asked for.</summary>
    ModuleAuthor,

    /// <summary>Whoever runs the host that failed: a repository host, a vanity domain, a public mirror.</summary>
    HostOwner,
}

/// <summary>The names of actors in files and JSON.</summary>
public static class ActorNames
{
    private static readonly string[] Names = ["developer", "proxy-admin", "network-team", "module-author", "host-owner"];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Lower kebab case: <c>proxy-admin</c>.</summary>
    public static string NameOf(Actor actor) => Names[(int)actor];

    /// <summary>The actor of a name; false for a name that is none.</summary>
    public static bool TryParse(string name, out Actor actor)
    {
        var index = Array.IndexOf(Names, name);
        actor = (Actor)Math.Max(index, 0);
        return index >= 0;
    }
}
