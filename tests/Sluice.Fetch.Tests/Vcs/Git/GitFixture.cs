using System.Globalization;
using System.Text;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>
/// A bare repository made by a test, without a working tree: what is staged is stored as it is, whatever the attributes say. Dates, names and thus
/// hashes are always the same.
/// </summary>
internal sealed class GitFixture : IDisposable
{
    private readonly TempDirectory _root = new();
    private readonly List<string> _staged = [];
    private string _branch = "main";

    public GitFixture(string objectFormat = "sha1")
    {
        Directory = _root.Folder("repo.git");
        Git("init", "--quiet", "--bare", $"--object-format={objectFormat}", "--initial-branch=main", ".");
        Git("config", "uploadpack.allowFilter", "true");
    }

    /// <summary>The bare repository.</summary>
    public string Directory { get; }

    /// <summary>The folder around it, for a server's root.</summary>
    public string Root => _root.FullName;

    public string FileUrl => "file://" + Directory;

    /// <summary>The last commit.</summary>
    public string Head => Git("rev-parse", "refs/heads/" + _branch);

    public string Git(params string[] arguments) => Git([], arguments);

    public string Git(ReadOnlySpan<byte> input, params string[] arguments) =>
        Encoding.UTF8.GetString(GitCommand.RunOrFail(GitCommand.StartInfo(Directory, arguments), input)).TrimEnd('\n');

    public GitFixture Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public GitFixture Write(string path, ReadOnlySpan<byte> content) => Stage("100644", Git(content, "hash-object", "-w", "--no-filters", "--stdin"), path);

    public GitFixture Link(string path, string target) => Stage("120000", Git(Encoding.UTF8.GetBytes(target), "hash-object", "-w", "--stdin"), path);

    public GitFixture Submodule(string path, string commitId) => Stage("160000", commitId, path);

    public GitFixture Stage(string mode, string id, string path)
    {
        _staged.Add($"{mode} {id}\t{path}\0");
        return this;
    }

    /// <summary>Commits what was staged, on top of the branch.</summary>
    public GitFixture Commit(string message = "change", DateTimeOffset? time = null)
    {
        if (_staged.Count > 0)
        {
            Git(Encoding.UTF8.GetBytes(string.Concat(_staged)), "update-index", "-z", "--index-info");
            _staged.Clear();
        }

        return CommitTree(Git("write-tree"), message, time);
    }

    /// <summary>Commits a tree.</summary>
    public GitFixture CommitTree(string tree, string message = "change", DateTimeOffset? time = null)
    {
        var start = GitCommand.StartInfo(Directory, ["commit-tree", tree, "-m", message, .. HasBranch ? new[] { "-p", Head } : []]);
        if (time is not null)
        {
            start.Environment["GIT_COMMITTER_DATE"] = string.Create(CultureInfo.InvariantCulture, $"{time.Value.ToUnixTimeSeconds()} -0500");
        }

        Git("update-ref", "refs/heads/" + _branch, Encoding.ASCII.GetString(GitCommand.RunOrFail(start)).Trim());
        return this;
    }

    public GitFixture Tag(string name, string target = "HEAD")
    {
        Git("update-ref", "refs/tags/" + name, Git("rev-parse", target == "HEAD" ? "refs/heads/" + _branch : target));
        return this;
    }

    public GitFixture AnnotatedTag(string name, string target = "HEAD")
    {
        Git("tag", "--annotate", "--message", "release", name, target == "HEAD" ? "refs/heads/" + _branch : target);
        return this;
    }

    /// <summary>Goes on with another branch, which begins where this one is.</summary>
    public GitFixture Branch(string name)
    {
        Git("update-ref", "refs/heads/" + name, Head);
        return On(name);
    }

    /// <summary>Goes back to a branch; what is staged stays as it was.</summary>
    public GitFixture On(string branch)
    {
        _branch = branch;
        Git("read-tree", "refs/heads/" + branch);
        return this;
    }

    public void Dispose() => _root.Dispose();

    private bool HasBranch => Git("for-each-ref", "refs/heads/" + _branch).Length > 0;
}
