using Sluice.Doctor.Findings;

namespace Sluice.Cli.Diagnosing;

/// <summary>What a command line asks the doctor.</summary>
/// <param name="Modules">Modules; empty for the set-up alone.</param>
/// <param name="IsDeep">Whether everything is to be tried.</param>
/// <param name="Limit">For all probes together.</param>
/// <param name="Probes">Kinds of probes; empty for all.</param>
/// <param name="KeepsNames">Whether private names stay in what leaves the terminal.</param>
/// <param name="Language">For texts.</param>
internal sealed record DoctorRequest(IReadOnlyList<string> Modules, bool IsDeep, TimeSpan Limit, IReadOnlyList<string> Probes, bool KeepsNames, Language Language);
