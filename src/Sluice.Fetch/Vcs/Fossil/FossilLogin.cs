using System.Text;
using Sluice.Core.Faults;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Programs;

namespace Sluice.Fetch.Vcs.Fossil;

/// <summary>How Fossil logs in at a server, and what it says when it may not.</summary>
internal static class FossilLogin
{
    /// <summary>Who owns our clones; the server's user is somebody else.</summary>
    public const string User = "sluice";

    /// <summary>The URL with user name and password in it, for standard input only.</summary>
    /// <exception cref="FaultException">The credential has no user name, without which Fossil would ask at a terminal.</exception>
    public static string UrlOf(string url, VcsProgram fossil)
    {
        if (fossil.Credential is not { } credential)
        {
            return url;
        }

        if (credential.Username.Length == 0)
        {
            throw new FaultException(FaultCodes.VcsAuthentication.At(fossil.Host, $"{Credential.Describe(credential)}; it has no username, and Fossil needs one"));
        }

        var user = new Uri(url).UserInfo;
        var start = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var host = url[(user.Length == 0 ? start : start + user.Length + 1)..];
        return $"{url[..start]}{Uri.EscapeDataString(credential.Username)}:{Uri.EscapeDataString(credential.Password.Reveal())}@{host}";
    }

    /// <summary>
    /// What went wrong; empty when nothing did. First the lines like <c>Error: login failed</c>, which stand among the progress. The exit code tells nothing: a pull
    /// that does not reach the server ends with 0.
    /// </summary>
    public static string ErrorsOf(CommandResult result)
    {
        var reasons = Encoding.UTF8.GetString(result.Output).Split('\n', '\r').Where(line => line.StartsWith("Error: ", StringComparison.Ordinal));
        return string.Join('\n', reasons.Concat(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(IsError)));
    }

    private static bool IsError(string line) =>
        !line.StartsWith("warning", StringComparison.OrdinalIgnoreCase) && !line.Contains("time skew", StringComparison.Ordinal);
}
