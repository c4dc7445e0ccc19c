namespace Sluice.Lab.Running;

/// <summary>The doctor under test: a command line of which the lab knows only what it prints.</summary>
/// <param name="words">Its words; <c>{module}</c> is the scenario's M@V.</param>
/// <param name="variables">Variables that it needs to start, besides the client's.</param>
internal sealed class DoctorCommand(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Variables that it needs to start.</summary>
    public IReadOnlyDictionary<string, string> Variables => variables;

    /// <summary>Whether it is to repair what scenarios say it can.</summary>
    public bool IsRepairing { get; private init; } = true;

    /// <summary>The same doctor, repairing or not.</summary>
    public DoctorCommand Repairing(bool isRepairing) => new(words, variables) { IsRepairing = isRepairing };

    /// <summary>The doctor of a program <c>sluice</c>.</summary>
    public static DoctorCommand Of(string sluice) => new([sluice, "doctor", "--format", "json", "{module}"], Runtime());

    /// <summary>A doctor by a command line with blanks between its words.</summary>
    public static DoctorCommand Parse(string line) => new(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Runtime());

    /// <summary>The words that ask about a module.</summary>
    public IReadOnlyList<string> Ask(string module) => [.. words.Select(word => word.Replace("{module}", module, StringComparison.Ordinal))];

    /// <summary>The words that repair what is found.</summary>
    public IReadOnlyList<string> Repair(string module) => [.. Ask(module), "--fix", "--yes"];

    /// <summary>The client's environment is its own; where .NET lies must be told.</summary>
    private static Dictionary<string, string> Runtime() => new() { ["DOTNET_ROOT"] = Worlds.Dotnet.Root };
}
