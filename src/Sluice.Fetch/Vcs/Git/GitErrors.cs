using System.Text.RegularExpressions;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Tells from git's standard error what went wrong. The texts are those of git, curl (with OpenSSL and GnuTLS) and OpenSSH in the C locale.</summary>
internal static partial class GitErrors
{
    /// <summary>The first entry whose piece of text occurs decides, so what is more telling comes first.</summary>
    private static readonly (string Piece, FaultCode Code)[] Table =
    [
        ("error: invalid path", FaultCodes.NotPackable),
        ("no space left on device", FaultCodes.StoreFull),
        ("disk quota exceeded", FaultCodes.StoreFull),
        ("could not resolve proxy", FaultCodes.ForwardProxyRefused),
        ("from proxy after connect", FaultCodes.ForwardProxyRefused),
        ("connect tunnel failed", FaultCodes.ForwardProxyRefused),
        ("temporary failure in name resolution", FaultCodes.NameTimeout),
        ("could not resolve host", FaultCodes.NameUnknown),
        ("name or service not known", FaultCodes.NameUnknown),
        ("host key verification failed", FaultCodes.HostKey),
        ("remote host identification has changed", FaultCodes.HostKey),
        ("certificate has expired", FaultCodes.CertificateExpired),
        ("certificate is not yet valid", FaultCodes.CertificateExpired),
        ("certificate expiration date has passed", FaultCodes.CertificateExpired),
        ("certificate activation date", FaultCodes.CertificateExpired),
        ("does not match target host name", FaultCodes.CertificateName),
        ("no alternative certificate subject name", FaultCodes.CertificateName),
        ("server certificate verification failed", FaultCodes.UnknownAuthority),
        ("unable to get local issuer certificate", FaultCodes.UnknownAuthority),
        ("self-signed certificate", FaultCodes.UnknownAuthority),
        ("self signed certificate", FaultCodes.UnknownAuthority),
        ("ssl certificate problem", FaultCodes.UnknownAuthority),
        ("error setting certificate", FaultCodes.HandshakeFailed),
        ("gnutls_handshake", FaultCodes.HandshakeFailed),
        ("ssl_connect", FaultCodes.HandshakeFailed),
        ("ssl connect error", FaultCodes.HandshakeFailed),
        ("ssl routines", FaultCodes.HandshakeFailed),
        ("could not read username", FaultCodes.VcsAuthentication),
        ("could not read password", FaultCodes.VcsAuthentication),
        ("terminal prompts disabled", FaultCodes.VcsAuthentication),
        ("authentication failed", FaultCodes.VcsAuthentication),
        ("permission denied (", FaultCodes.VcsAuthentication),
        ("too many authentication failures", FaultCodes.VcsAuthentication),
        ("returned error: 401", FaultCodes.VcsAuthentication),
        ("returned error: 403", FaultCodes.VcsAuthentication),
        ("http basic: access denied", FaultCodes.VcsAuthentication),
        ("returned error: 429", FaultCodes.RateLimited),
        ("returned error: 5", FaultCodes.UpstreamFailed),
        ("operation too slow", FaultCodes.UpstreamTimeout),
        ("timeout was reached", FaultCodes.UpstreamTimeout),
        ("connection timed out", FaultCodes.ConnectTimeout),
        ("connection time-out", FaultCodes.ConnectTimeout),
        ("operation timed out", FaultCodes.ConnectTimeout),
        ("no route to host", FaultCodes.ConnectTimeout),
        ("network is unreachable", FaultCodes.ConnectTimeout),
        ("connection refused", FaultCodes.Refused),
        ("couldn't connect to server", FaultCodes.Refused),
        ("could not connect to server", FaultCodes.Refused),
        ("failed to connect to", FaultCodes.Refused),
        ("returned error: 404", FaultCodes.RepositoryNotFound),
        ("returned error: 410", FaultCodes.RepositoryNotFound),
        ("repository not found", FaultCodes.RepositoryNotFound),
        ("does not appear to be a git repository", FaultCodes.RepositoryNotFound),
        ("project you were looking for could not be found", FaultCodes.RepositoryNotFound),
        ("not our ref", FaultCodes.UnknownRevision),
        ("couldn't find remote ref", FaultCodes.UnknownRevision),
        ("early eof", FaultCodes.Reset),
        ("connection reset", FaultCodes.Reset),
        ("unexpected disconnect", FaultCodes.Reset),
        ("connection closed by", FaultCodes.Reset),
        ("empty reply from server", FaultCodes.Reset),
        ("transfer closed with", FaultCodes.Reset),
    ];

    /// <summary>The fault behind a failed command.</summary>
    /// <param name="errors">What git wrote to its standard error.</param>
    /// <param name="remote">The repository.</param>
    /// <param name="credentialText">Which credential was sent, for a login that fails.</param>
    public static Fault Map(string errors, GitRemote remote, string credentialText)
    {
        var code = Find(errors);
        var said = LastWord(errors);
        var detail = code.Id switch
        {
            "vcs.auth-required" when !remote.IsHttp => $"ssh offered its keys, none was accepted; git said: {said}",
            "vcs.auth-required" => $"{credentialText}; git said: {said}",
            "vcs.repository-not-found" when remote.IsHttp => $"{credentialText}; git said: {said}",
            _ => said,
        };
        return code.At(remote.Host, detail);
    }

    private static FaultCode Find(string errors)
    {
        if (Transport().IsMatch(errors))
        {
            return FaultCodes.VcsRefused;
        }

        if (ProxyLogin().IsMatch(errors))
        {
            return FaultCodes.ForwardProxyAuthentication;
        }

        // A repository may be called like a failure.
        var text = QuotedUrl().Replace(errors, "''");
        foreach (var (piece, code) in Table)
        {
            if (text.Contains(piece, StringComparison.OrdinalIgnoreCase))
            {
                return code;
            }
        }

        return RepositoryMissing().IsMatch(text) ? FaultCodes.RepositoryNotFound : FaultCodes.VcsFailed;
    }

    /// <summary>The last line that says something, without what git says after every failure, without paths of ours and without user info.</summary>
    private static string LastWord(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var telling = lines.LastOrDefault(line => line.Length > 1 && !Boilerplate().IsMatch(line)) ?? lines.LastOrDefault() ?? "nothing";
        var clean = UserInfoOfUrl().Replace(LocalPath().Replace(telling, "${before}…"), "://");
        return OneLine.Clean(clean) ?? "nothing";
    }

    [GeneratedRegex("transport '[^']*' not allowed", RegexOptions.CultureInvariant)]
    private static partial Regex Transport();

    [GeneratedRegex("response 407|HTTP code 407|returned error: 407", RegexOptions.CultureInvariant)]
    private static partial Regex ProxyLogin();

    [GeneratedRegex(@"'[a-z]+://[^'\s]*'", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedUrl();

    [GeneratedRegex("repository '[^\n]*' (not found|does not exist)|remote: (Repository|Not) [Ff]ound|ERROR: Repository not found", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryMissing();

    [GeneratedRegex(
        "^(fatal: Could not read from remote repository|Please make sure you have the correct access|and the repository exists|warning: |hint: |Warning: Permanently added|fatal: the remote end hung up|fetch-pack: )",
        RegexOptions.CultureInvariant)]
    private static partial Regex Boilerplate();

    /// <summary>An absolute path, but not what follows the host of a URL.</summary>
    [GeneratedRegex(@"(?<before>^|[\s'""(=])(/[^\s'""):/][^\s'"")]*|[A-Za-z]:\\[^\s'"")]*)", RegexOptions.CultureInvariant)]
    private static partial Regex LocalPath();

    [GeneratedRegex(@"://[^/\s'""@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfoOfUrl();
}
