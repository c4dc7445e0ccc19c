using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>One thing that may be wrong, and how to tell. Pure: it sees evidence and nothing else, keeps nothing, and is safe to call concurrently.</summary>
internal interface IRule
{
    /// <summary>Its name, lower kebab case: <c>hosts-file</c>.</summary>
    string Id { get; }

    /// <summary>What it finds; nothing in a healthy situation.</summary>
    IEnumerable<Claim> Judge(Situation situation);
}
