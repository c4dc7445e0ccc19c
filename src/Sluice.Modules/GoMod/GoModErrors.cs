namespace Sluice.Modules.GoMod;

/// <summary>Gathers the errors of one file, up to <see cref="GoModLimits.MaxErrors"/>.</summary>
internal sealed class GoModErrors(string fileName)
{
    private readonly List<GoModError> _errors = [];

    public string FileName => fileName;

    public IReadOnlyList<GoModError> All => _errors;

    /// <summary>Whether so much is wrong that looking further is of no use.</summary>
    public bool IsFull => _errors.Count > GoModLimits.MaxErrors;

    public void Add(GoModPosition position, string message)
    {
        if (IsFull)
        {
            return;
        }

        var full = _errors.Count == GoModLimits.MaxErrors;
        _errors.Add(new GoModError(fileName, position, full ? "too many errors" : message));
    }
}
