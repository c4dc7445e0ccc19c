namespace Sluice.Cli.Invocation;

/// <summary>How a diagnosis is printed.</summary>
internal enum ReportFormat
{
    /// <summary>For the terminal.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For an issue or a chat.</summary>
    Markdown,

    /// <summary>One page that needs nothing else.</summary>
    Html,
}
