using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>Reads a go.mod or go.work, told apart by the file's name.</summary>
/// <param name="fileName">As the user gave it, for messages.</param>
/// <param name="content">The whole text.</param>
internal delegate GoFileContent GoFileReader(string fileName, string content);

/// <summary>What a go.mod or go.work asks for.</summary>
/// <param name="Modules">Required versions, those replaced by another version already in their place, those replaced by a directory left out.</param>
/// <param name="Directories">The <c>use</c> directories of a go.work, as written; empty for a go.mod.</param>
/// <param name="Problems">All mistakes.</param>
internal sealed record GoFileContent(
    IReadOnlyList<GoFileModule> Modules, IReadOnlyList<string> Directories, IReadOnlyList<InputProblem> Problems);

/// <summary>A required version and the line that requires it, from 1.</summary>
internal sealed record GoFileModule(ModulePath Path, ModuleVersion Version, int Line);

/// <summary>A mistake in a file that was given to a command.</summary>
/// <param name="Origin">File name with line, and column where it is known: <c>list.txt:3</c>, <c>go.mod:3:7</c>.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record InputProblem(string Origin, string Message);
