namespace Sluice.Server.Configuration;

/// <summary>Settings of limits and freshness.</summary>
internal static class LimitSettings
{
    public static readonly Setting<TimeSpan> ConnectTimeout = Duration(
        "limits.connectTimeout", "10s", Milliseconds(100), TimeSpan.FromMinutes(5), "Longest connect to an upstream, TLS handshake included");

    public static readonly Setting<TimeSpan> ResponseTimeout = Duration(
        "limits.responseTimeout", "60s", Milliseconds(100), TimeSpan.FromMinutes(30), "Longest wait for the headers of an upstream's answer, redirects included");

    public static readonly Setting<TimeSpan> StallTimeout = Duration(
        "limits.stallTimeout", "30s", Milliseconds(100), TimeSpan.FromMinutes(30), "Longest wait for the next byte from an upstream");

    public static readonly Setting<TimeSpan> FetchTimeout = Duration(
        "limits.fetchTimeout", "10m", TimeSpan.FromSeconds(1), TimeSpan.FromHours(2), "Longest fetch of one file over all upstreams; no limit on a client's transfer");

    public static readonly Setting<int> MaxConnections = Integer("limits.maxConnections", 64, 1, 1000, "Most connections to one upstream");

    public static readonly Setting<int> MaxConcurrentFetches = Integer(
        "limits.maxConcurrentFetches", 64, 1, 10_000, "Most fetches at once over all upstreams; more wait");

    public static readonly Setting<TimeSpan> ShutdownTimeout = Duration(
        "limits.shutdownTimeout", "30s", TimeSpan.Zero, TimeSpan.FromHours(1), "Longest wait for running transfers at shutdown");

    public static readonly Setting<TimeSpan> ListTtl = Duration(
        "cache.listTtl", "60s", TimeSpan.Zero, TimeSpan.FromHours(24), "Age at which lists, @latest and answers for branches are asked for again; ± 10 % jitter");

    public static readonly Setting<TimeSpan> NegativeTtl = Duration(
        "cache.negativeTtl", "30s", TimeSpan.Zero, TimeSpan.FromHours(1), "Age at which proven absence is forgotten");

    public static readonly Setting<TimeSpan> PrivateNegativeTtl = Duration(
        "cache.privateNegativeTtl", "5s", TimeSpan.Zero, TimeSpan.FromHours(1), "The same for private modules");

    public static readonly Setting<long> CacheMemory = Size(
        "cache.memory", "32MiB", 1L << 20, 4L << 30, "Memory for lists, .info and .mod files");

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static Setting<TimeSpan> Duration(string key, string value, TimeSpan least, TimeSpan most, string description) =>
        new(key, NumberParsers.Duration(least, most))
        {
            Default = value,
            Description = description,
            Expected = $"a duration from {DurationText.Format(least)} to {DurationText.Format(most)}",
            Example = value,
        };

    private static Setting<int> Integer(string key, int value, int least, int most, string description)
    {
        var text = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(key, NumberParsers.Integer(least, most))
        {
            Default = text,
            Description = description,
            Expected = $"a whole number from {least} to {most}",
            Example = text,
        };
    }

    private static Setting<long> Size(string key, string value, long least, long most, string description) =>
        new(key, NumberParsers.Size(least, most))
        {
            Default = value,
            Description = description,
            Expected = $"a size from {SizeText.Format(least)} to {SizeText.Format(most)}",
            Example = value,
        };
}
