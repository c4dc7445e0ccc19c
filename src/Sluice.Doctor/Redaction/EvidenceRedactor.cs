using System.Text;
using System.Text.Json.Nodes;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Redaction;

/// <summary>
/// Cleans evidence. Pure. Works on every text of a bundle, whatever field it stands in, so that a new field is clean from its first day. Credentials go always; names of
/// users, private hosts, private addresses and private modules become pseudonyms on demand, the same name the same pseudonym within a bundle.
/// </summary>
public static class EvidenceRedactor
{
    /// <summary>A cleaned copy. Cleaning twice changes nothing more.</summary>
    public static EvidenceBundle Redact(EvidenceBundle bundle, RedactionLevel level)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Redact(bundle, level == RedactionLevel.Names && bundle.Redaction != RedactionLevel.Names ? PrivateNames.Of(bundle) : null, level);
    }

    /// <summary>A cleaned copy with these names hidden, so that other texts can have the same pseudonyms.</summary>
    internal static EvidenceBundle Redact(EvidenceBundle bundle, PrivateNames? names, RedactionLevel level)
    {
        var node = JsonNode.Parse(EvidenceJson.Write(bundle))!;
        Clean(node, text => names is null ? SecretText.Mask(text) : names.Replace(SecretText.Mask(text)));
        var json = Encoding.UTF8.GetBytes(node.ToJsonString());
        if (!EvidenceJson.TryRead(json, out var clean, out var error))
        {
            throw new InvalidOperationException($"redaction broke the evidence: {error}");
        }

        return clean with { Redaction = bundle.Redaction > level ? bundle.Redaction : level };
    }

    private static void Clean(JsonNode node, Func<string, string> clean)
    {
        if (node is JsonObject table)
        {
            foreach (var (name, value) in table.ToList())
            {
                table[name] = CleanValue(value, clean);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                list[i] = CleanValue(list[i], clean);
            }
        }
    }

    private static JsonNode? CleanValue(JsonNode? value, Func<string, string> clean)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var before))
        {
            var after = clean(before);
            return after == before ? text.DeepClone() : JsonValue.Create(after);
        }

        if (value is not null and not JsonValue)
        {
            Clean(value, clean);
        }

        return value?.DeepClone();
    }
}
