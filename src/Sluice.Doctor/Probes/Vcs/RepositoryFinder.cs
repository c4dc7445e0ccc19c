using System.Text.RegularExpressions;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>Finds a module's repository as the go command does: rules of known hosts, a version control's name in the path, a page with go-import tags.</summary>
internal sealed partial class RepositoryFinder(HttpProber http)
{
    private const int PageBytes = 256 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>What was found.</summary>
    /// <param name="Repository">The repository; null when it was not found.</param>
    /// <param name="Urls">Its addresses in the go command's order; empty when it was not found.</param>
    /// <param name="Discovery">The page asked for; null when a rule was enough.</param>
    /// <param name="Tags">The page's tags.</param>
    /// <param name="Problem">Why it was not found.</param>
    public sealed record Finding(RepositoryFact? Repository, IReadOnlyList<string> Urls, HttpExchange? Discovery, IReadOnlyList<GoImportFact> Tags, string? Problem);

    /// <summary>Finds it.</summary>
    /// <param name="module">The module's path.</param>
    /// <param name="isInsecure">Whether GOINSECURE covers it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Finding> FindAsync(string module, bool isInsecure, CancellationToken cancellationToken)
    {
        if (HostRule().Match(module) is { Success: true } known)
        {
            var url = "https://" + known.Value;
            return new Finding(new RepositoryFact(known.Value, "git", url, "host rule"), [url], null, [], null);
        }

        if (NamedRule().Match(module) is { Success: true } named)
        {
            var (root, vcs) = (named.Groups[1].Value, named.Groups[2].Value);
            string[] urls = vcs == "git" ? [$"https://{root}", $"ssh://{root}"] : [$"https://{root}"];
            return new Finding(new RepositoryFact(root, vcs, urls[0], "version control in the path"), urls, null, [], null);
        }

        if (!Uri.TryCreate($"https://{module}?go-get=1", UriKind.Absolute, out var page))
        {
            return new Finding(null, [], null, [], "the path gives no URL");
        }

        var result = await http.GetAsync(new HttpProbeRequest(page) { Limit = Limit, MaxBodyBytes = PageBytes, AllowsUntrusted = isInsecure, AllowsDowngrade = isInsecure }, cancellationToken);
        if (isInsecure && result.Exchange.Outcome != HttpOutcome.Answered)
        {
            var plain = new Uri($"http://{module}?go-get=1");
            result = await http.GetAsync(new HttpProbeRequest(plain) { Limit = Limit, MaxBodyBytes = PageBytes, AllowsDowngrade = true }, cancellationToken);
        }

        return Read(module, result);
    }

    /// <summary>Whether a rule tells where the repository is, without a question.</summary>
    public static bool IsByRule(string module) => HostRule().IsMatch(module) || NamedRule().IsMatch(module);

    private static Finding Read(string module, HttpProbeResult result)
    {
        // The go command reads the page whatever its status: many hosts serve tags with 404.
        if (result.Exchange.Outcome != HttpOutcome.Answered)
        {
            return new Finding(null, [], result.Exchange, [], $"the page did not come: {result.Exchange.Outcome}");
        }

        var tags = GoImportPage.Parse(result.Body);
        var (tag, problem) = GoImportPage.Choose(tags, module);
        return tag is null
            ? new Finding(null, [], result.Exchange, tags, problem)
            : new Finding(new RepositoryFact(tag.Prefix, tag.Vcs, Shown(tag.Url), "go-import"), [tag.Url], result.Exchange, tags, null);
    }

    private static string Shown(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? HttpHops.Show(parsed) : url;

    /// <summary>cmd/go/internal/vcs, <c>vcsPaths</c>: hosts where two elements name the repository.</summary>
    [GeneratedRegex(@"^(?:github\.com|bitbucket\.org)/[\w.\-]+/[\w.\-]+")]
    private static partial Regex HostRule();

    [GeneratedRegex(@"^(.+?\.(git|hg|svn|fossil|bzr))(?:/|$)")]
    private static partial Regex NamedRule();
}
