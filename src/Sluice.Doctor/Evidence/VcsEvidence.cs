namespace Sluice.Doctor.Evidence;

/// <summary>The repository of a module, asked without any prompt.</summary>
/// <param name="Module">The module.</param>
/// <param name="IsPrivate">Whether GONOPROXY covers it, so that the go command goes straight to it.</param>
/// <param name="Discovery">The page with <c>?go-get=1</c>; null when a static rule says where the repository is.</param>
/// <param name="DiscoveryProblem">Why the page does not say it; null when it does.</param>
/// <param name="Tags">The go-import tags of the page.</param>
/// <param name="Repository">Where it is; null when not known.</param>
/// <param name="Remotes">Each address that was tried, in the go command's order: https, then ssh.</param>
/// <param name="Credentials">Where credentials for its host would come from, without their values.</param>
/// <param name="Ssh">What ssh would use.</param>
public sealed record VcsEvidence(
    string Module,
    bool IsPrivate,
    HttpExchange? Discovery,
    string? DiscoveryProblem,
    IReadOnlyList<GoImportFact> Tags,
    RepositoryFact? Repository,
    IReadOnlyList<RemoteFact> Remotes,
    IReadOnlyList<CredentialSource> Credentials,
    SshFact Ssh);

/// <summary>A go-import tag.</summary>
/// <param name="Prefix">The paths that it is about.</param>
/// <param name="Vcs"><c>git</c>, <c>mod</c>.</param>
/// <param name="Url">Where to.</param>
/// <param name="SubDirectory">The fourth field of Go 1.25; empty without.</param>
public sealed record GoImportFact(string Prefix, string Vcs, string Url, string SubDirectory);

/// <summary>Where a module's repository is.</summary>
/// <param name="Root">The path that the repository's root has.</param>
/// <param name="Vcs">Its kind.</param>
/// <param name="Url">Its address, without credentials.</param>
/// <param name="FoundBy"><c>host rule</c>, <c>go-import</c>, <c>.git in the path</c>.</param>
public sealed record RepositoryFact(string Root, string Vcs, string Url, string FoundBy);

/// <summary>How a question to a repository ended, as far as git's words tell.</summary>
public enum RemoteOutcome
{
    /// <summary>It gave its references.</summary>
    Answered,

    /// <summary>git ended with an error; its words say more.</summary>
    Failed,

    /// <summary>No answer in time; git was ended.</summary>
    TimedOut,

    /// <summary>There is no git.</summary>
    ProgramMissing,
}

/// <summary>One address of a repository.</summary>
/// <param name="Url">The address asked, without credentials.</param>
/// <param name="RewrittenTo">What insteadOf makes of it, without credentials; null when nothing.</param>
/// <param name="Command">The command line, without secrets.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">git's exit code; null when it did not end by itself.</param>
/// <param name="Errors">The end of what it said, at most 4,096 characters.</param>
/// <param name="References">How many references it gave; at most 100,000 are counted.</param>
/// <param name="HasVersion">Whether there is a tag for the version asked for; <see cref="Tri.NotChecked"/> without an answer or a version.</param>
/// <param name="Tags">The last twenty tags, as given.</param>
/// <param name="Http">The address by plain HTTP, <c>info/refs</c>, before git was asked; null for ssh.</param>
/// <param name="Tcp">Connections to its port, for ssh.</param>
/// <param name="TookMs">How long git took.</param>
public sealed record RemoteFact(
    string Url,
    string? RewrittenTo,
    string Command,
    RemoteOutcome Outcome,
    int? ExitCode,
    string Errors,
    int References,
    Tri HasVersion,
    IReadOnlyList<string> Tags,
    HttpExchange? Http,
    IReadOnlyList<TcpAttempt> Tcp,
    double TookMs);

/// <summary>A place where credentials for a host would come from.</summary>
/// <param name="Kind"><c>netrc</c>, <c>credential.helper</c>, <c>insteadOf</c>, <c>GOAUTH</c>, <c>url</c>, <c>extraheader</c>, <c>environment</c>.</param>
/// <param name="Host">The host that it is for; empty for any.</param>
/// <param name="Detail">The helper's name or the variable, never a secret.</param>
/// <param name="TokenHint">What the form of a token tells: <c>GitHub fine-grained token</c>; null without a token or a known form.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record CredentialSource(string Kind, string Host, string Detail, string? TokenHint, ValueOrigin Origin);

/// <summary>What ssh would use.</summary>
/// <param name="Program">The ssh program; null when there is none.</param>
/// <param name="HasAgent">Whether an agent's socket is there.</param>
/// <param name="Keys">Private keys in <c>~/.ssh</c> by name, with their permissions; never their content.</param>
/// <param name="KnownHosts">The files of known hosts.</param>
/// <param name="IsHostKnown">Whether one of them names the host; <see cref="Tri.NotChecked"/> when all names are hashed or there is no host.</param>
public sealed record SshFact(string? Program, Tri HasAgent, IReadOnlyList<FileFact> Keys, IReadOnlyList<FileFact> KnownHosts, Tri IsHostKnown);
