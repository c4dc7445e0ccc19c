namespace Sluice.Modules.SumDb;

/// <summary>Carries the proof of two histories out of the timeline. Never leaves this assembly: the client turns it into an answer.</summary>
internal sealed class SumDbForkException(ForkEvidence evidence) : Exception($"{evidence.Database} has signed two histories")
{
    public ForkEvidence Evidence { get; } = evidence;
}
