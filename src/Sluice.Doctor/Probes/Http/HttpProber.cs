using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Probes.Http;

/// <summary>
/// GETs as the go command would send them, each hop on a connection of its own with every phase measured. No retry, no cache, no pool. Safe to call concurrently.
/// Credentials go to their own host over https only: those of the URL on the first hop, those of netrc by host.
/// </summary>
internal sealed class HttpProber(DoctorHost host, Dialer dialer, TrustStore trust)
{
    /// <summary>net/http's own limit.</summary>
    private const int MaxRedirects = 10;

    private readonly HttpHopper _hopper = new(host, dialer, trust);
    private readonly IReadOnlyList<NetrcLogin> _logins = NetrcReader.ReadLogins(host);

    /// <summary>Sends a request and follows where it leads.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<HttpProbeResult> GetAsync(HttpProbeRequest request, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var hops = new List<HttpHop>();
        var url = request.Url;
        while (true)
        {
            var left = request.Limit - host.Time.GetElapsedTime(started);
            var (hop, body) = left > TimeSpan.Zero
                ? await _hopper.SendAsync(new HttpHopRequest(url, left, CredentialsFor(url), request), cancellationToken)
                : (HttpHops.Fail(url, HttpOutcome.TimedOut, "no time was left for this redirect"), []);
            hops.Add(hop);
            if (hop.Outcome != HttpOutcome.Answered || hop.Status is not (301 or 302 or 303 or 307 or 308) || !request.FollowsRedirects)
            {
                return Result(hop.Outcome, body);
            }

            if (hop.Header("Location") is not { } location || !Uri.TryCreate(url, location, out var next) || next.Scheme is not ("https" or "http") || next.Host.Length == 0)
            {
                return Result(HttpOutcome.BadRedirect, body);
            }

            if (url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps && !request.AllowsDowngrade)
            {
                return Result(HttpOutcome.InsecureRedirect, body);
            }

            if (hops.Count > MaxRedirects)
            {
                return Result(HttpOutcome.TooManyRedirects, body);
            }

            url = next;
        }

        HttpProbeResult Result(HttpOutcome outcome, byte[] body) =>
            new(new HttpExchange(HttpHops.Show(request.Url), outcome, hops, host.Time.GetElapsedTime(started).TotalMilliseconds), body);
    }

    private (string Source, string Header)? CredentialsFor(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            return ("url", Credentials.Basic(url));
        }

        var login = _logins.FirstOrDefault(login => login.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase));
        return login is null ? null : ("netrc", Credentials.Basic(login.Login, login.Password));
    }
}
