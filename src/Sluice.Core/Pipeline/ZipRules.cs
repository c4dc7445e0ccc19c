namespace Sluice.Core.Pipeline;

/// <summary>What happens to a zip that breaks the rules for module zips (https://go.dev/ref/mod#zip-files).</summary>
public enum ZipRules
{
    /// <summary>It is refused, with the offending file named, and never kept. The default.</summary>
    Refuse,

    /// <summary>It is passed on; the go command refuses it itself.</summary>
    Pass,
}
