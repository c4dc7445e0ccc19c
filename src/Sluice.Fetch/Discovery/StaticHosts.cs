using System.Text.RegularExpressions;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Discovery;

/// <summary>
/// Hosts whose repositories can be told from the path alone (cmd/go/internal/vcs, <c>vcsPaths</c>), so that nobody has to be asked. In order: the hosts
/// by name; then, for any host, a path element that ends in <c>.git</c>, <c>.hg</c>, <c>.svn</c> or <c>.fossil</c>.
/// </summary>
internal static partial class StaticHosts
{
    /// <summary>Finds the repository; null when no rule is for this path.</summary>
    /// <exception cref="FaultException">A rule is for it, and the path is not as it must be there, or the kind of version control is none of ours.</exception>
    public static RepositoryRoot? Find(string path)
    {
        var host = path.Split('/')[0];
        return host switch
        {
            "github.com" or "bitbucket.org" => Take(path, host, OwnerAndName().Match(path), VcsKind.Git),
            "git.apache.org" => Take(path, host, Apache().Match(path), VcsKind.Git),
            "git.openstack.org" => Take(path, host, OpenStack().Match(path), VcsKind.Git),
            "hub.jazz.net" => Take(path, host, Jazz().Match(path), VcsKind.Git),
            "chiselapp.com" => Take(path, host, Chisel().Match(path), VcsKind.Fossil),
            "gopkg.in" => Take(path, host, Gopkg().Match(path), VcsKind.Git),
            "launchpad.net" => throw Refused("launchpad.net keeps Bazaar repositories, which are not supported; Go 1.27 has dropped them too"),
            _ => FindBySuffix(path),
        };
    }

    private static RepositoryRoot? FindBySuffix(string path)
    {
        var match = Suffixed().Match(path);
        if (!match.Success)
        {
            return null;
        }

        var root = match.Groups["root"].Value;
        return match.Groups["vcs"].Value switch
        {
            // With the suffix: every hosting software takes it, a plain git server knows no other name.
            "git" => new RepositoryRoot(root, VcsKind.Git, $"https://{root}") { Rule = "the suffix .git" },
            "hg" => new RepositoryRoot(root, VcsKind.Mercurial, $"https://{match.Groups["repo"].Value}") { Rule = "the suffix .hg" },
            "svn" => new RepositoryRoot(root, VcsKind.Subversion, $"https://{match.Groups["repo"].Value}") { Rule = "the suffix .svn" },
            "fossil" => new RepositoryRoot(root, VcsKind.Fossil, $"https://{match.Groups["repo"].Value}") { Rule = "the suffix .fossil" },
            _ => throw Refused("Bazaar repositories are not supported; Go 1.27 has dropped them too"),
        };
    }

    private static RepositoryRoot Take(string path, string host, Match match, VcsKind vcs)
    {
        if (!match.Success)
        {
            throw new FaultException(FaultCodes.NotDiscovered.At(host, $"{path} is no path of a repository on {host}"));
        }

        var root = match.Groups["root"].Value;
        return new RepositoryRoot(root, vcs, $"https://{root}") { Rule = $"the rule of {host}" };
    }

    private static FaultException Refused(string why) => new(FaultCodes.VcsRefused.At(detail: why));

    [GeneratedRegex(@"^(?<root>[a-z.]+/[A-Za-z0-9_.\-]+/[A-Za-z0-9_.\-]+)(/[A-Za-z0-9_.\-~]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerAndName();

    [GeneratedRegex(@"^(?<root>git\.apache\.org/[a-z0-9_.\-]+\.git)(/[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Apache();

    [GeneratedRegex(@"^(?<root>git\.openstack\.org/[A-Za-z0-9_.\-]+/[A-Za-z0-9_.\-]+?(\.git)?)(/[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex OpenStack();

    [GeneratedRegex(@"^(?<root>hub\.jazz\.net/git/[a-z0-9]+/[A-Za-z0-9_.\-]+)(/[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Jazz();

    [GeneratedRegex(@"^(?<root>chiselapp\.com/user/[A-Za-z0-9]+/repository/[A-Za-z0-9_.\-]+)(/[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Chisel();

    /// <summary>https://labix.org/gopkg.in: <c>gopkg.in/NAME.vN</c>, <c>gopkg.in/USER/NAME.vN</c>; the site answers as a git server for each.</summary>
    [GeneratedRegex(@"^(?<root>gopkg\.in/([A-Za-z0-9][A-Za-z0-9\-]*/)?[A-Za-z][A-Za-z0-9.\-]*\.v(0|[1-9][0-9]*)(-unstable)?)(/[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Gopkg();

    [GeneratedRegex(@"^(?<root>(?<repo>([a-z0-9\-]+\.)+[a-z0-9\-]+(/~?[A-Za-z0-9_.\-]+)+?)\.(?<vcs>bzr|fossil|git|hg|svn))(/~?[A-Za-z0-9_.\-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffixed();
}
