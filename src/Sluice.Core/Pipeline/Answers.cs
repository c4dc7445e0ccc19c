using System.Diagnostics.CodeAnalysis;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>The answer to a question for a document.</summary>
public readonly record struct DocumentAnswer
{
    internal DocumentAnswer(CachedDocument document, CacheStatus status, FetchContext? fetch = null)
    {
        Document = document;
        Status = status;
        Fetch = fetch;
    }

    internal DocumentAnswer(Fault fault, CacheStatus status, FetchContext? fetch = null)
    {
        Fault = fault;
        Status = status;
        Fetch = fetch;
    }

    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsFound => Document is not null;

    /// <summary>The document.</summary>
    public CachedDocument? Document { get; }

    /// <summary>Why there is none.</summary>
    public Fault? Fault { get; }

    /// <summary>Where the answer came from.</summary>
    public CacheStatus Status { get; }

    /// <summary>What the sources said; null when none was asked.</summary>
    public FetchContext? Fetch { get; }
}

/// <summary>The answer to a question for a zip. Whoever gets a found one disposes <see cref="Zip"/>.</summary>
public readonly record struct ZipAnswer
{
    internal ZipAnswer(StoredZip zip, CacheStatus status, string source, FetchContext? fetch = null)
    {
        Zip = zip;
        Status = status;
        Source = source;
        Fetch = fetch;
    }

    internal ZipAnswer(Fault fault, CacheStatus status, FetchContext? fetch = null)
    {
        Fault = fault;
        Status = status;
        Source = fault.Source ?? "";
        Fetch = fetch;
    }

    /// <summary>Whether there is a zip.</summary>
    [MemberNotNullWhen(true, nameof(Zip))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsFound => Zip is not null;

    /// <summary>The zip.</summary>
    public StoredZip? Zip { get; }

    /// <summary>Why there is none.</summary>
    public Fault? Fault { get; }

    /// <summary>Where the answer came from.</summary>
    public CacheStatus Status { get; }

    /// <summary>The source's name; <c>store</c> for a hit.</summary>
    public string Source { get; }

    /// <summary>What the sources said; null when none was asked.</summary>
    public FetchContext? Fetch { get; }
}

/// <summary>How a question is asked.</summary>
/// <param name="RequestId">The request's id, for logs.</param>
/// <param name="CachedOnly">Answer from memory and store only (<c>Disable-Module-Fetch: true</c>, <c>/cached-only</c>).</param>
public readonly record struct Asking(string RequestId, bool CachedOnly = false);
