using System.Collections.Concurrent;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>A module source that says what the test has told it to, and remembers what it was asked. What it was not told of does not exist.</summary>
internal sealed class ScriptedSource : IModuleSource
{
    private readonly ConcurrentDictionary<Artefact, Func<FetchContext, CancellationToken, Task<Outcome<Document>>>> _documents = new();
    private readonly ConcurrentDictionary<Artefact, Func<IZipSink, CancellationToken, Task<Outcome<ZipReceipt>>>> _zips = new();
    private readonly ConcurrentQueue<(Artefact Artefact, FetchContext Context)> _questions = new();

    public string Name => "scripted";

    public int CountOf(Artefact artefact) => _questions.Count(question => question.Artefact == artefact);

    public FetchContext LastContextOf(Artefact artefact) => _questions.Last(question => question.Artefact == artefact).Context;

    public void Says(Artefact artefact, string text, string? etag = null, string source = "scripted") =>
        Does(artefact, (_, _) => Task.FromResult<Outcome<Document>>(new Document(Encoding.UTF8.GetBytes(text), source) { ETag = etag }));

    public void Says(Artefact artefact, Fault fault)
    {
        _documents[artefact] = (_, _) => Task.FromResult<Outcome<Document>>(fault);
        _zips[artefact] = (_, _) => Task.FromResult<Outcome<ZipReceipt>>(fault);
    }

    public void SaysNotModified(Artefact artefact, string source = "scripted") =>
        Does(artefact, (_, _) => Task.FromResult<Outcome<Document>>(new Document(default, source) { NotModified = true }));

    public void Does(Artefact artefact, Func<FetchContext, CancellationToken, Task<Outcome<Document>>> answer) => _documents[artefact] = answer;

    public void SendsBy(Artefact artefact, Func<IZipSink, CancellationToken, Task<Outcome<ZipReceipt>>> answer) => _zips[artefact] = answer;

    public void Sends(Artefact artefact, byte[] zip) => SendsBy(artefact, async (sink, token) =>
    {
        sink.Reset(zip.Length);
        await sink.WriteAsync(zip, token);
        return new ZipReceipt(Name, zip.Length);
    });

    public async ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        _questions.Enqueue((artefact, context));
        return _documents.TryGetValue(artefact, out var answer) ? await answer(context, cancellationToken) : FaultCodes.NotFound.At(Name);
    }

    public async ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken)
    {
        _questions.Enqueue((artefact, context));
        return _zips.TryGetValue(artefact, out var answer) ? await answer(sink, cancellationToken) : FaultCodes.NotFound.At(Name);
    }
}
