using System.Text;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Fossil;

/// <summary>How Fossil logs in at a server, and what it says when it may not.</summary>
internal static class FossilLogin
{
    /// <summary>Who owns our clones; the server's user is somebody else.</summary>
    public const string User = "sluice";

    /// <summary>The URL with user name and password in it, for standard input only.</summary>
    public static string UrlOf(string url, Credential? credential)
    {
        if (credential is null)
        {
            return url;
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
