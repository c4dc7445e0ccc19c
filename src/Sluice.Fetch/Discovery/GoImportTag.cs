namespace Sluice.Fetch.Discovery;

/// <summary>A <c>go-import</c> tag of a web page (https://go.dev/ref/mod#vcs-find).</summary>
/// <param name="Prefix">The import path that stands for the repository's root, or for <paramref name="Folder"/> in it.</param>
/// <param name="Vcs"><c>git</c>, <c>hg</c>, <c>svn</c>, <c>fossil</c>, <c>bzr</c>, or <c>mod</c> for a GOPROXY server.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Folder">The folder in the repository, since Go 1.25; empty for the root.</param>
internal sealed record GoImportTag(string Prefix, string Vcs, string Url, string Folder);
