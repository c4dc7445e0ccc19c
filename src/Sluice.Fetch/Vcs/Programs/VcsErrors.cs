using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Programs;

/// <summary>What version control programs other than git say when they fail, as faults. The first rule that fits decides.</summary>
internal static class VcsErrors
{
    private static readonly (string[] Words, FaultCode Code)[] Rules =
    [
        (["could not resolve", "can't resolve host", "name or service not known", "unknown host", "no address associated", "temporary failure in name resolution"], FaultCodes.NameUnknown),
        (["connection refused", "cannot connect to host"], FaultCodes.Refused),
        (["timed out", "timeout"], FaultCodes.UpstreamTimeout),
        (["certificate"], FaultCodes.UnknownAuthority),
        (["authorization", "authentication", "not authorized", "login failed", "can't get username or password", "permission denied", "http error 401", "http error 403", "forbidden"], FaultCodes.VcsAuthentication),
        (["host key verification failed"], FaultCodes.HostKey),
        (["http error 404", "not found", "no repository found", "no such repository", "unable to open an ra_local session", "e170000", "e180001", "does not exist"], FaultCodes.RepositoryNotFound),
    ];

    /// <summary>Maps what a program wrote on its standard error.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="errors">What it wrote.</param>
    /// <param name="host">The repository's host.</param>
    /// <param name="credentialText">Which credential was sent, for a login that fails.</param>
    public static Fault Map(string program, string errors, string host, string credentialText)
    {
        var code = Array.Find(Rules, rule => rule.Words.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase))).Code ?? FaultCodes.VcsFailed;
        var line = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(IsTelling) ?? errors;

        // A path of ours may stand in it; then the code has to do.
        var said = line.Contains("/.vcs/", StringComparison.Ordinal) ? $"{program} failed" : $"{program} said: {OneLine.Clean(line) ?? "nothing"}";
        return code.At(host, code == FaultCodes.VcsAuthentication ? $"{credentialText}; {said}" : said);
    }

    /// <summary>No warning, and not svn's "unable to connect", behind which the reason stands.</summary>
    private static bool IsTelling(string line) =>
        !line.StartsWith("warning", StringComparison.OrdinalIgnoreCase) && !line.Contains("E170013", StringComparison.Ordinal);
}
