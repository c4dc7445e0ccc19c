using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Mirrors;

/// <summary>Module proxies measured from here, side by side.</summary>
/// <param name="Module">What was asked for.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rounds">How often each was asked.</param>
/// <param name="Mirrors">The best first.</param>
/// <param name="Advice">What to set; null when none of them answers.</param>
public sealed record MirrorsReport(string Module, string Version, int Rounds, IReadOnlyList<MirrorResult> Mirrors, MirrorAdvice? Advice)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.mirrors/1";
}

/// <summary>A module proxy, measured.</summary>
/// <param name="Url">The proxy without credentials.</param>
/// <param name="IsConfigured">Whether GOPROXY names it.</param>
/// <param name="IsPublic">Whether it is one of the public ones that are known by name.</param>
/// <param name="Requests">Every request, in order. None was repeated: a failed one stays failed.</param>
public sealed record MirrorResult(string Url, bool IsConfigured, bool IsPublic, IReadOnlyList<MirrorRequest> Requests)
{
    /// <summary>Requests with the wanted content, of all, 0 to 100.</summary>
    public double SuccessPercent => Requests.Count == 0 ? 0 : 100.0 * Requests.Count(request => request.Problem is null) / Requests.Count;

    /// <summary>Median over good requests, in milliseconds; null without any.</summary>
    public double? DnsMs => Median(request => request.DnsMs);

    /// <summary>The same for the connection.</summary>
    public double? TcpMs => Median(request => request.TcpMs);

    /// <summary>The same for the handshake.</summary>
    public double? TlsMs => Median(request => request.TlsMs);

    /// <summary>The same from the request to the first byte.</summary>
    public double? FirstByteMs => Median(request => request.FirstByteMs);

    /// <summary>Median of the zips; null when too few bytes came to tell.</summary>
    public double? BytesPerSecond => Median(request => request.BytesPerSecond);

    /// <summary>Connections tried beyond one for each request: an address that did not answer, and the next one.</summary>
    public int ExtraConnections => Requests.Sum(request => Math.Max(0, request.Connections - request.Hops));

    /// <summary>Each problem once, with how often it came.</summary>
    public IReadOnlyList<string> Problems => [.. Requests.Where(request => request.Problem is not null).GroupBy(request => request.Problem!.English).Select(group => group.Count() == 1 ? group.Key : $"{group.Count()} × {group.Key}")];

    /// <summary>About what a small module takes: first byte, and a megabyte; infinite when it does not answer.</summary>
    internal double CostMs => FirstByteMs is { } first
        ? first + (DnsMs ?? 0) + (TcpMs ?? 0) + (TlsMs ?? 0) + (BytesPerSecond is > 0 and var speed ? 1_000_000 / speed * 1000 : 1000)
        : double.PositiveInfinity;

    private double? Median(Func<MirrorRequest, double?> value)
    {
        var values = Requests.Where(request => request.Problem is null).Select(value).OfType<double>().Order().ToList();
        return values.Count == 0 ? null : values[values.Count / 2];
    }
}

/// <summary>One request to a module proxy.</summary>
/// <param name="Round">From 1.</param>
/// <param name="What"><c>info</c> or <c>zip</c>.</param>
/// <param name="Status">The status; null without an answer.</param>
/// <param name="Problem">Why it is no success; null when it is one.</param>
/// <param name="DnsMs">Finding the address, all hops.</param>
/// <param name="TcpMs">Connecting.</param>
/// <param name="TlsMs">The handshakes.</param>
/// <param name="FirstByteMs">From requests to first bytes.</param>
/// <param name="TotalMs">All of it.</param>
/// <param name="Bytes">What was read.</param>
/// <param name="BytesPerSecond">Of the body; null when too little came to tell.</param>
/// <param name="Hops">Requests with redirects; 1 without.</param>
/// <param name="Connections">Connections tried.</param>
/// <param name="RedirectedTo">The host that it was sent to in the end; null when it was not.</param>
public sealed record MirrorRequest(
    int Round,
    string What,
    int? Status,
    BilingualText? Problem,
    double? DnsMs,
    double? TcpMs,
    double? TlsMs,
    double? FirstByteMs,
    double TotalMs,
    long Bytes,
    double? BytesPerSecond,
    int Hops,
    int Connections,
    string? RedirectedTo);

/// <summary>What to set GOPROXY to.</summary>
/// <param name="GoProxy">The value.</param>
/// <param name="Reasons">Why so.</param>
public sealed record MirrorAdvice(string GoProxy, IReadOnlyList<BilingualText> Reasons);
