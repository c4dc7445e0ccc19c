namespace Sluice.Cli.Invocation;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON object with a <c>schema</c>, and nothing else, on stdout.</summary>
    Json,
}
