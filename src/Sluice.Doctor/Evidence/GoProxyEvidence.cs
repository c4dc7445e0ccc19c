namespace Sluice.Doctor.Evidence;

/// <summary>What a GOPROXY entry is asked.</summary>
public enum ProxyStep
{
    /// <summary><c>@v/list</c>.</summary>
    List,

    /// <summary><c>@latest</c>.</summary>
    Latest,

    /// <summary><c>.info</c> of the version.</summary>
    Info,

    /// <summary><c>.mod</c> of the version.</summary>
    GoMod,

    /// <summary>The first bytes of <c>.zip</c>, behind its redirects.</summary>
    Zip,

    /// <summary><c>sumdb/NAME/supported</c>.</summary>
    SumDbSupported,

    /// <summary><c>latest</c> of the checksum database.</summary>
    SumDbLatest,

    /// <summary><c>lookup</c> of a module version.</summary>
    SumDbLookup,

    /// <summary>A tile.</summary>
    SumDbTile,
}

/// <summary>A step, or why it was not taken.</summary>
/// <param name="Step">The step.</param>
/// <param name="Exchange">The exchange; null when <paramref name="NotChecked"/> says why not.</param>
/// <param name="NotChecked">Why it was not taken.</param>
/// <param name="FormProblem">What is wrong with the form of a body of status 200: no JSON, another version, no module line; null when nothing is.</param>
/// <param name="Hash">The hash of a go.mod or zip that was read to its end, as go.sum has it; null without.</param>
public sealed record ProxyExchange(ProxyStep Step, HttpExchange? Exchange, NotChecked? NotChecked, string? FormProblem, string? Hash = null);

/// <summary>One entry of GOPROXY, asked for one module as the go command would.</summary>
/// <param name="Entry">Without credentials: <c>https://proxy.golang.org</c>, <c>file:///srv/mod</c>.</param>
/// <param name="Position">Its place in the list, from 1; 0 for one that is not in it.</param>
/// <param name="ContinuesOnAnyFault">Whether <c>|</c> stands after it.</param>
/// <param name="Module">The module that was asked for.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsReference">A well-known module was taken, since none was named.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="TransferBytesPerSecond">Of the zip's first bytes; null when too few came to tell.</param>
/// <param name="FileTree">For a <c>file://</c> entry: its folder, then the module's files; empty for others, which have steps.</param>
public sealed record GoProxyEvidence(
    string Entry,
    int Position,
    bool ContinuesOnAnyFault,
    string Module,
    string Version,
    bool IsReference,
    IReadOnlyList<ProxyExchange> Steps,
    double? TransferBytesPerSecond,
    IReadOnlyList<FileFact> FileTree)
{
    /// <summary>A step's exchange; null when it was not taken.</summary>
    public HttpExchange? this[ProxyStep step] => Steps.FirstOrDefault(taken => taken.Step == step)?.Exchange;
}

/// <summary>The checksum database by one route.</summary>
/// <param name="Name">The database: <c>sum.golang.org</c>.</param>
/// <param name="Route">Its base URL: <c>https://sum.golang.org</c>, or <c>https://proxy.golang.org/sumdb/sum.golang.org</c>.</param>
/// <param name="ThroughProxy">The GOPROXY entry that it goes through; null when direct.</param>
/// <param name="Module">The module looked up.</param>
/// <param name="Version">Its version.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="TreeSize">Records in the log; null when no tree head could be read.</param>
/// <param name="IsSigned">Whether the head's signature is right; <see cref="Tri.NotChecked"/> without a verifier.</param>
/// <param name="SignatureProblem">What is wrong with head or signature; null when nothing is.</param>
/// <param name="ZipHashes">What the lookup says of the zip.</param>
/// <param name="GoModHashes">What it says of the go.mod.</param>
public sealed record SumDbEvidence(
    string Name,
    string Route,
    string? ThroughProxy,
    string Module,
    string Version,
    IReadOnlyList<ProxyExchange> Steps,
    long? TreeSize,
    Tri IsSigned,
    string? SignatureProblem,
    IReadOnlyList<string> ZipHashes,
    IReadOnlyList<string> GoModHashes)
{
    /// <summary>A step's exchange; null when it was not taken.</summary>
    public HttpExchange? this[ProxyStep step] => Steps.FirstOrDefault(taken => taken.Step == step)?.Exchange;
}
