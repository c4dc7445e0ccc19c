namespace Sluice.Lab.Scenarios;

/// <summary>A scenario as its file says it. <c>lab/README.md</c> explains each field.</summary>
internal sealed class Scenario
{
    /// <summary>Its name; the file's without ending.</summary>
    public string Name { get; set; } = "";

    /// <summary>What goes wrong, one line.</summary>
    public LineText What { get; set; } = new();

    /// <summary>Rows of the feature table (<c>B4</c>) and families of probes (<c>dns</c>) that it is about.</summary>
    public List<string> Covers { get; set; } = [];

    /// <summary>The module that is downloaded and asked about, M@V.</summary>
    public string Module { get; set; } = "github.com/acme/hello@v1.0.0";

    /// <summary>The client.</summary>
    public ClientPart Client { get; set; } = new();

    /// <summary>What goes wrong: a list of maps with one key, the fault's kind, to its parameters.</summary>
    public List<Dictionary<string, Dictionary<string, string>?>> Faults { get; set; } = [];

    /// <summary>What the go command does.</summary>
    public GoPart Go { get; set; } = new();

    /// <summary>What the doctor has to say.</summary>
    public ExpectPart Expect { get; set; } = new();

    /// <summary>Whether nothing is wrong.</summary>
    public bool Healthy { get; set; }

    /// <summary>What repairs it.</summary>
    public FixPart Fix { get; set; } = new();

    /// <summary>Whether it is among those that CI runs.</summary>
    public bool Ci { get; set; }
}

/// <summary>One line in two languages.</summary>
internal sealed class LineText
{
    /// <summary>English.</summary>
    public string En { get; set; } = "";

    /// <summary>Chinese.</summary>
    public string Zh { get; set; } = "";
}

/// <summary>The client of a scenario.</summary>
internal sealed class ClientPart
{
    /// <summary>Variables.</summary>
    public Dictionary<string, string> Env { get; set; } = [];

    /// <summary>Lines of go's own file of settings, besides GOSUMDB with the lab's key.</summary>
    public Dictionary<string, string> Goenv { get; set; } = [];

    /// <summary>resolv.conf; null for the company's resolver.</summary>
    public string? Resolv { get; set; }

    /// <summary>Lines of the hosts file besides localhost's.</summary>
    public string Hosts { get; set; } = "";

    /// <summary>Files below the home folder: <c>.gitconfig</c>, <c>.netrc</c>, <c>.ssh/known_hosts</c>.</summary>
    public Dictionary<string, string> Home { get; set; } = [];

    /// <summary>Files of the project.</summary>
    public Dictionary<string, string> Files { get; set; } = [];

    /// <summary>What the project's go.mod requires, M@V; empty for the scenario's module.</summary>
    public List<string> Require { get; set; } = [];

    /// <summary>The command, words with blanks between.</summary>
    public string Command { get; set; } = "go mod download";

    /// <summary><c>off</c>, <c>on</c> or <c>only</c>.</summary>
    public string Ipv6 { get; set; } = "off";

    /// <summary>Which authorities the system trusts: <c>lab</c>, or <c>company</c> for that and the company's.</summary>
    public string Trust { get; set; } = "lab";

    /// <summary>A command that runs before anything goes wrong, and must succeed; empty for none.</summary>
    public string Warm { get; set; } = "";

    /// <summary>Whether the home folder has the lab's public modules as a file tree: <c>file://{{home}}/tree</c>.</summary>
    public bool Tree { get; set; }
}

/// <summary>What the go command does.</summary>
internal sealed class GoPart
{
    /// <summary>Whether it succeeds.</summary>
    public bool Works { get; set; }

    /// <summary>Whether it hangs until its limit.</summary>
    public bool Stuck { get; set; }

    /// <summary>A regular expression that its output must match.</summary>
    public string Says { get; set; } = "";

    /// <summary>Its limit in seconds.</summary>
    public double Limit { get; set; } = 15;

    /// <summary>Whether go itself waits for long: not a run for the impatient.</summary>
    public bool Slow { get; set; }
}

/// <summary>What the doctor has to say.</summary>
internal sealed class ExpectPart
{
    /// <summary>The code of the first finding; empty for none.</summary>
    public string First { get; set; } = "";

    /// <summary>Further codes that are right.</summary>
    public List<string> Also { get; set; } = [];

    /// <summary>Codes that would be wrong.</summary>
    public List<string> Never { get; set; } = [];
}

/// <summary>What repairs it.</summary>
internal sealed class FixPart
{
    /// <summary>Whether <c>doctor --fix --yes</c> heals it.</summary>
    public bool Heals { get; set; }
}
