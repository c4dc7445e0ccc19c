using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Discovery;

/// <summary>
/// What hosts said of where modules are: believed for a while, and kept on disk for the day on which a host is dead. Absence is believed for a short
/// while only. Bounded; safe to call concurrently.
/// </summary>
/// <param name="directory">Where answers are kept; created when it is missing.</param>
/// <param name="time">The clock.</param>
internal sealed partial class DiscoveryMemory(string directory, TimeProvider time)
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long absence is believed.</summary>
    public static readonly TimeSpan AbsenceLifetime = TimeSpan.FromSeconds(30);

    /// <summary>Most answers in memory; beyond it all are forgotten there.</summary>
    private const int MaxCount = 50_000;

    private readonly ConcurrentDictionary<string, (DiscoveredOrigin? Origin, FaultException? Absence, long Until)> _known = new(StringComparer.Ordinal);

    /// <summary>A fresh answer, or the absence that it was; null for neither.</summary>
    /// <exception cref="FaultException">It was absent just now.</exception>
    public DiscoveredOrigin? Find(string path)
    {
        if (!_known.TryGetValue(path, out var entry) || entry.Until <= time.GetTimestamp())
        {
            return null;
        }

        return entry.Absence is null ? entry.Origin : throw new FaultException(entry.Absence.Fault, entry.Absence);
    }

    /// <summary>Remembers an answer, on disk too. A disk that does not take it costs nothing but the memory of it.</summary>
    public void Add(string path, DiscoveredOrigin origin)
    {
        Set(path, (origin, null, Until(Lifetime)));
        try
        {
            Directory.CreateDirectory(directory);
            var file = FileOf(path);
            var draft = $"{file}.{Guid.NewGuid():N}";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(KeptOrigin.Of(path, origin), KeptJson.Default.KeptOrigin));
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Said above.
        }
    }

    /// <summary>Remembers that nothing says where a module is.</summary>
    public void AddAbsence(string path, FaultException absence) => Set(path, (null, absence, Until(AbsenceLifetime)));

    /// <summary>The last answer ever, however old; null for none.</summary>
    public DiscoveredOrigin? FindOld(string path)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(path)), KeptJson.Default.KeptOrigin);
            return kept?.Path == path ? kept.ToOrigin() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Set(string path, (DiscoveredOrigin?, FaultException?, long) entry)
    {
        if (_known.Count >= MaxCount)
        {
            _known.Clear();
        }

        _known[path] = entry;
    }

    private long Until(TimeSpan lifetime) => time.GetTimestamp() + (long)(lifetime.TotalSeconds * time.TimestampFrequency);

    private string FileOf(string path) => Path.Join(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 16)) + ".json");

    /// <summary>An answer as it lies on disk.</summary>
    internal sealed record KeptOrigin(string Path, string Prefix, string Vcs, string Url, string Folder)
    {
        public static KeptOrigin Of(string path, DiscoveredOrigin origin) => origin switch
        {
            DiscoveredOrigin.Repository { Root: var root } => new KeptOrigin(path, root.Prefix, root.Vcs.ToString(), root.Url, root.Folder),
            DiscoveredOrigin.Proxy proxy => new KeptOrigin(path, path, "mod", proxy.BaseUrl.ToString(), ""),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public DiscoveredOrigin? ToOrigin()
        {
            if (Vcs == "mod")
            {
                return Uri.TryCreate(Url, UriKind.Absolute, out var url) ? new DiscoveredOrigin.Proxy(url) : null;
            }

            return Enum.TryParse<VcsKind>(Vcs, out var kind)
                ? new DiscoveredOrigin.Repository(new RepositoryRoot(Prefix, kind, Url) { Folder = Folder, Rule = "what its host said once" })
                : null;
        }
    }

    [JsonSerializable(typeof(KeptOrigin))]
    private sealed partial class KeptJson : JsonSerializerContext;
}
