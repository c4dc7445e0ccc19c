using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Rules.Services;

/// <summary>What git's and ssh's own words mean. Asked with LC_ALL=C, so that they are English; the first match counts.</summary>
internal static class GitWords
{
    private static readonly (string Words, FindingCode Code)[] Table =
    [
        ("remote host identification has changed", FindingCodes.VcsHostKey),
        ("host key verification failed", FindingCodes.VcsHostKey),
        ("permission denied (publickey", FindingCodes.VcsSshKey),
        ("unprotected private key file", FindingCodes.VcsSshKey),
        ("permission denied, please try again", FindingCodes.VcsSshKey),
        ("could not read username", FindingCodes.VcsAuthPrompt),
        ("could not read password", FindingCodes.VcsAuthPrompt),
        ("terminal prompts disabled", FindingCodes.VcsAuthPrompt),
        ("authentication failed", FindingCodes.VcsAuthPrompt),
        ("http basic: access denied", FindingCodes.VcsAuthPrompt),
        ("invalid username or", FindingCodes.VcsAuthPrompt),
        ("requested url returned error: 401", FindingCodes.VcsAuthPrompt),
        ("requested url returned error: 403", FindingCodes.VcsAuthPrompt),
        ("repository not found", FindingCodes.VcsRepoNotFound),
        ("does not appear to be a git repository", FindingCodes.VcsRepoNotFound),
        ("requested url returned error: 404", FindingCodes.VcsRepoNotFound),
        ("project you were looking for could not be found", FindingCodes.VcsRepoNotFound),
        ("' not found", FindingCodes.VcsRepoNotFound),
        ("dubious ownership", FindingCodes.VcsDubiousOwnership),
        ("unsafe repository", FindingCodes.VcsDubiousOwnership),
        ("server certificate verification failed", FindingCodes.TlsUnknownCa),
        ("unable to get local issuer certificate", FindingCodes.TlsUnknownCa),
        ("self signed certificate", FindingCodes.TlsUnknownCa),
        ("self-signed certificate", FindingCodes.TlsUnknownCa),
        ("certificate has expired", FindingCodes.TlsExpired),
        ("returned error: 429", FindingCodes.RateLimit),
    ];

    /// <summary>The cause that they name; <c>vcs.unreachable</c> when they name none.</summary>
    public static FindingCode CodeOf(string errors)
    {
        foreach (var (words, code) in Table)
        {
            if (errors.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return code;
            }
        }

        return FindingCodes.VcsUnreachable;
    }

    /// <summary>Whether git complains of a forward proxy.</summary>
    public static bool IsAboutProxy(string errors) =>
        errors.Contains("could not resolve proxy", StringComparison.OrdinalIgnoreCase)
        || errors.Contains("code 407", StringComparison.OrdinalIgnoreCase)
        || errors.Contains("from proxy after connect", StringComparison.OrdinalIgnoreCase)
        || errors.Contains("connect tunnel failed", StringComparison.OrdinalIgnoreCase)
        || errors.Contains("proxy connect aborted", StringComparison.OrdinalIgnoreCase);
}
