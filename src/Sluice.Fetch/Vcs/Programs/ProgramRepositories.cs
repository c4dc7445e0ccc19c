using System.Collections.Concurrent;
using Sluice.Core.Faults;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Fossil;
using Sluice.Fetch.Vcs.Mercurial;
using Sluice.Fetch.Vcs.Subversion;

namespace Sluice.Fetch.Vcs.Programs;

/// <summary>Hands out Mercurial, Subversion and Fossil repositories: one for a URL. Safe to call concurrently.</summary>
internal sealed class ProgramRepositories(OriginOptions options, Network network, CommandRunner runner)
{
    private readonly ConcurrentDictionary<(VcsKind Vcs, string Url), ICodeRepository> _open = new();

    /// <summary>The repository of a root. Nothing is asked yet.</summary>
    /// <exception cref="FaultException">Its URL is refused, or its credential must not be sent.</exception>
    public ICodeRepository Open(RepositoryRoot root) => _open.GetOrAdd((root.Vcs, root.Url), _ => Make(root));

    private ICodeRepository Make(RepositoryRoot root)
    {
        if (RepositoryUrl.Check(root.Url, isConfigured: true) is { } problem)
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: problem));
        }

        if (!Uri.TryCreate(root.Url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: "only git has URLs like user@host:path"));
        }

        return root.Vcs switch
        {
            VcsKind.Mercurial => Mercurial(root.Url, address),
            VcsKind.Subversion => Subversion(root.Url, address),
            VcsKind.Fossil => Fossil(root.Url, address),
            _ => throw new ArgumentOutOfRangeException(nameof(root), root.Vcs, "no kind of this registry"),
        };
    }

    private MercurialRepository Mercurial(string url, Uri address)
    {
        var folder = FolderOf("hg", url);
        var environment = VcsProgram.EnvironmentFor(options.EnvironmentVariables, folder.Directory);
        environment["HGPLAIN"] = "1";
        environment["HGRCPATH"] = "";
        environment["HGENCODING"] = "UTF-8";
        return new MercurialRepository(Program("hg", address, environment), new LocalClone(folder, "clone", network.Time), url);
    }

    private SubversionRepository Subversion(string url, Uri address)
    {
        var folder = FolderOf("svn", url);
        var environment = VcsProgram.EnvironmentFor(options.EnvironmentVariables, folder.Directory);
        environment["SVN_SSH"] = "ssh -oBatchMode=yes -oConnectTimeout=20";
        return new SubversionRepository(Program("svn", address, environment), folder, url.TrimEnd('/'));
    }

    private FossilRepository Fossil(string url, Uri address)
    {
        var folder = FolderOf("fossil", url);
        var environment = VcsProgram.EnvironmentFor(options.EnvironmentVariables, folder.Directory);
        environment["FOSSIL_HOME"] = folder.Directory;
        environment["USER"] = "sluice";
        return new FossilRepository(Program("fossil", address, environment), new LocalClone(folder, "clone.fossil", network.Time), url);
    }

    private VcsProgram Program(string name, Uri address, Dictionary<string, string> environment) =>
        new(name, address.Authority, CredentialOf(name, address), environment, runner, network.Time);

    /// <summary>For ssh none: that has its keys.</summary>
    private Credential? CredentialOf(string name, Uri address)
    {
        var credential = address.Scheme is "https" or "http" or "svn" ? network.Credentials.Find(address, address) : null;
        var problem = credential switch
        {
            { HasLineBreak: true } => "it holds a line break",
            { Username.Length: 0 } => $"it has no username, and {name} would ask for one",
            _ => null,
        };
        return problem is null ? credential : throw new FaultException(FaultCodes.VcsAuthentication.At(address.Authority, $"{Credential.Describe(credential)}; {problem}"));
    }

    private RepositoryFolder FolderOf(string kind, string url) =>
        new(Path.Join(Path.GetFullPath(options.CacheDirectory), kind, RepositoryFolder.NameOf(url)), url, network.Time);
}
