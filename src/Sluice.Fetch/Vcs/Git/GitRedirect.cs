using System.Text.RegularExpressions;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Follows the redirects of a server that nobody here has named (a repository was renamed, most often): git itself would follow them into the inside
/// network. They lead to public addresses only, and never from https to http (<see cref="RedirectRules"/>).
/// </summary>
internal sealed partial class GitRedirect(GitRemote remote, Network network)
{
    private const string Question = "/info/refs?service=git-upload-pack";

    /// <summary>Whether git ended because it was told not to follow.</summary>
    public static bool IsRedirect(string errors) => Redirected().IsMatch(errors);

    /// <summary>Asks the server where the repository is now.</summary>
    /// <exception cref="FaultException">It leads where it must not, or nobody answers.</exception>
    public async Task<string> FollowAsync(FetchContext context, CancellationToken cancellationToken)
    {
        var start = network.Time.GetTimestamp();
        using var client = new UpstreamClient(remote.Address!, new UpstreamOptions { MaxConnections = 1 }, network, isTrusted: false);
        var asked = new Uri(remote.Url.TrimEnd('/') + Question);
        using var answer = await client.GetAsync(asked, null, cancellationToken);
        var found = answer.Url.AbsoluteUri;
        if (!found.EndsWith(Question, StringComparison.Ordinal))
        {
            throw RedirectRules.Refused($"{remote.Host} redirects to something that is no repository");
        }

        var url = GitRemote.Parse(found[..^Question.Length], allowsFiles: false).Url;
        context.Note(new FetchStep("resolve", $"{remote.Host} redirects to {url}") { Duration = network.Time.GetElapsedTime(start) });
        return url;
    }

    [GeneratedRegex(@"returned error: 30[12378]\b", RegexOptions.CultureInvariant)]
    private static partial Regex Redirected();
}
