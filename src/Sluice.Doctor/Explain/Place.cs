namespace Sluice.Doctor.Explain;

/// <summary>Where in an error something stands. A clause has its own places and those of the clauses around it.</summary>
[Flags]
internal enum Place
{
    /// <summary>Nowhere in particular.</summary>
    None = 0,

    /// <summary>Inside the look-up of a name: <c>lookup H on S:53: …</c>.</summary>
    Lookup = 1 << 0,

    /// <summary>Inside an attempt to connect: <c>dial tcp …: …</c>.</summary>
    Dial = 1 << 1,

    /// <summary>On the way to the HTTP forward proxy: <c>proxyconnect tcp: …</c>.</summary>
    ForwardProxy = 1 << 2,

    /// <summary>In what a server answered: below <c>server response:</c>.</summary>
    Answer = 1 << 3,

    /// <summary>In what the far side of a version control program says: <c>remote: …</c>.</summary>
    Remote = 1 << 4,

    /// <summary>In what a version control program or ssh prints.</summary>
    Vcs = 1 << 5,

    /// <summary>On the way to the checksum database.</summary>
    Checksum = 1 << 6,

    /// <summary>On the way to a module proxy.</summary>
    ModuleProxy = 1 << 7,

    /// <summary>Where a host is asked for a module's repository: <c>?go-get=1</c>.</summary>
    Discovery = 1 << 8,

    /// <summary>On the way to a repository.</summary>
    Repository = 1 << 9,

    /// <summary>In a line of <c>-x</c> about a question: <c># get URL: 404 Not Found</c>.</summary>
    Trace = 1 << 10,

    /// <summary>In an HTTP answer that somebody printed with its status line.</summary>
    HttpAnswer = 1 << 11,

    /// <summary>A toolchain is asked for.</summary>
    Toolchain = 1 << 12,

    /// <summary>In the log of a module proxy.</summary>
    ServerLog = 1 << 13,

    /// <summary>While a zip is unpacked: <c>unzip FILE: …</c>.</summary>
    Unzip = 1 << 14,
}

/// <summary>The names of places in the knowledge base.</summary>
internal static class PlaceNames
{
    private static readonly (string Name, Place Place)[] Names =
    [
        ("lookup", Place.Lookup), ("dial", Place.Dial), ("forward-proxy", Place.ForwardProxy), ("answer", Place.Answer), ("remote", Place.Remote), ("vcs", Place.Vcs),
        ("checksum", Place.Checksum), ("module-proxy", Place.ModuleProxy), ("discovery", Place.Discovery), ("repository", Place.Repository), ("trace", Place.Trace),
        ("http-answer", Place.HttpAnswer), ("toolchain", Place.Toolchain), ("server-log", Place.ServerLog), ("unzip", Place.Unzip),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Names.Select(entry => entry.Name);

    /// <summary>The place of a name; false for a name that is none.</summary>
    public static bool TryParse(string name, out Place place)
    {
        place = Names.FirstOrDefault(entry => entry.Name == name).Place;
        return place != Place.None;
    }
}
