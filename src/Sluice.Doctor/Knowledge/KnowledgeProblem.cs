namespace Sluice.Doctor.Knowledge;

/// <summary>A mistake in a file of the knowledge base.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record KnowledgeProblem(string File, int Line, string Message)
{
    /// <summary><c>file:line: message</c>.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>What came of loading a knowledge base.</summary>
/// <param name="Base">The knowledge base; null when there are problems.</param>
/// <param name="Problems">Every mistake.</param>
public sealed record KnowledgeResult(KnowledgeBase? Base, IReadOnlyList<KnowledgeProblem> Problems);
