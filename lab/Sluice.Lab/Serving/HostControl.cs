using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Lab.Serving;

/// <summary>How a host of the lab misbehaves. The empty one is honest.</summary>
internal sealed record HostControl
{
    /// <summary>How controls are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Its certificate.</summary>
    public CertificateKind Certificate { get; init; }

    /// <summary>How many days its clock, and its certificates, are ahead of the machine's. Negative: a client of this machine is ahead.</summary>
    public int ClockDays { get; init; }

    /// <summary>Whether it speaks HTTP/1.1 only.</summary>
    public bool IsOld { get; init; }

    /// <summary>What becomes of requests; the first rule that matches decides.</summary>
    public IReadOnlyList<Misbehaviour> Rules { get; init; } = [];

    /// <summary>The file of a host's control.</summary>
    public static string FileOf(string folder, string host) => Path.Combine(folder, host + ".json");

    /// <summary>Reads a host's control.</summary>
    public static HostControl Read(string folder, string host)
    {
        var file = FileOf(folder, host);
        return File.Exists(file) ? JsonSerializer.Deserialize<HostControl>(File.ReadAllBytes(file), Json) ?? new HostControl() : new HostControl();
    }
}

/// <summary>Certificates that a host may show.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateKind>))]
internal enum CertificateKind
{
    /// <summary>Its own.</summary>
    Honest,

    /// <summary>Expired yesterday.</summary>
    Expired,

    /// <summary>Valid in a month.</summary>
    NotYet,

    /// <summary>Another host's.</summary>
    WrongName,

    /// <summary>From an authority that nobody knows.</summary>
    UnknownAuthority,

    /// <summary>From an authority below a known one, whose own certificate is not sent.</summary>
    IncompleteChain,
}

/// <summary>A way to misbehave. What is not given is as the honest host would do it.</summary>
internal sealed record Misbehaviour
{
    /// <summary>A regular expression that the path and query must match; empty matches all.</summary>
    public string Path { get; init; } = "";

    /// <summary>The status; 0 keeps the honest one.</summary>
    public int Status { get; init; }

    /// <summary>The body instead of the honest one.</summary>
    public string? Body { get; init; }

    /// <summary>The content type.</summary>
    public string? Type { get; init; }

    /// <summary>Where to redirect; <c>{path}</c> is the request's path.</summary>
    public string? Redirect { get; init; }

    /// <summary>The value of Retry-After.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Wait this long before the answer, in seconds.</summary>
    public double Delay { get; init; }

    /// <summary>Never answer.</summary>
    public bool Hang { get; init; }

    /// <summary>End the connection after this part of the body, in percent of its length; 0 sends all of it.</summary>
    public int CutPercent { get; init; }

    /// <summary>Send this many bytes a second; 0 sends at once.</summary>
    public int Drip { get; init; }

    /// <summary>Content of another kind: <c>portal</c>, <c>wrong-zip</c>, <c>wrong-mod</c>, <c>forked</c>, <c>forged</c>, <c>not-zip</c>.</summary>
    public string? Use { get; init; }
}
