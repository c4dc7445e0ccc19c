namespace Sluice.Store.Import;

/// <summary>Whose files are imported.</summary>
public enum ImportKind
{
    /// <summary>A GOMODCACHE, given by its root or by its <c>cache/download</c> (https://go.dev/ref/mod#module-cache).</summary>
    ModuleCache,

    /// <summary>The cache directory of github.com/goproxy/goproxy: the same layout as a module cache's <c>cache/download</c>.</summary>
    GoProxyCache,

    /// <summary>
    /// The disk storage of github.com/gomods/athens (<c>pkg/storage/fs</c>): <c>PATH/VERSION/{go.mod,source.zip,VERSION.info}</c>. Upper-case
    /// letters stand as they are; escaped ones are understood too.
    /// </summary>
    Athens,
}
