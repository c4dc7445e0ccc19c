namespace Sluice.Modules.GoMod;

/// <summary>How much of a go.mod must be right.</summary>
public enum GoModParsing
{
    /// <summary>
    /// As the go command reads the go.mod of a dependency (golang.org/x/mod/modfile, <c>ParseLax</c>): only <c>module</c>, <c>go</c>,
    /// <c>require</c>, <c>retract</c> and <c>ignore</c> are looked at, others, unknown ones and malformed retractions are passed over, and
    /// <c>go 1.13.x</c> is read as <c>go 1.13</c>. Broken syntax is an error still.
    /// </summary>
    Lax,

    /// <summary>As <c>go mod edit</c> reads a go.mod (golang.org/x/mod/modfile, <c>Parse</c> without a version fixer).</summary>
    Strict,
}
