using System.Text;

namespace Sluice.Cli.Run;

/// <summary>
/// Puts the real addresses back where the command names the loopback ones, so that what is read is what it would have said without us. The pieces may end anywhere;
/// all other bytes pass unchanged.
/// </summary>
/// <param name="loopback"><c>http://127.0.0.1:PORT/TOKEN/</c>; an id of one character follows.</param>
/// <param name="shown">The real address of an id; null for an unknown one.</param>
internal sealed class UrlRestorer(string loopback, Func<char, string?> shown)
{
    private const string Scheme = "http:/";

    // The go command takes one slash out of addresses in errors about bodies: read "http:/127.0.0.1/…".
    private readonly byte[] _plain = Encoding.ASCII.GetBytes(loopback);
    private readonly byte[] _cleaned = Encoding.ASCII.GetBytes(loopback.Replace("://", ":/", StringComparison.Ordinal));
    private readonly byte[] _scheme = Encoding.ASCII.GetBytes(Scheme);
    private byte[] _carry = [];

    /// <summary>Restores a piece; the end of it may be kept back when it could be the beginning of an address.</summary>
    public ReadOnlyMemory<byte> Restore(ReadOnlyMemory<byte> piece)
    {
        if (_carry.Length == 0 && piece.Span.IndexOf(_scheme) < 0 && KeptBack(piece.Span) == 0)
        {
            return piece;
        }

        var text = _carry.Length == 0 ? piece.Span : [.. _carry, .. piece.Span];
        _carry = [];
        var result = new MemoryStream(text.Length);
        while (!text.IsEmpty)
        {
            var at = text.IndexOf(_scheme);
            if (at < 0)
            {
                var kept = KeptBack(text);
                result.Write(text[..^kept]);
                _carry = text[^kept..].ToArray();
                break;
            }

            result.Write(text[..at]);
            text = text[at..];
            var taken = Replace(text, result);
            if (taken == 0)
            {
                _carry = text.ToArray();
                break;
            }

            text = text[taken..];
        }

        return result.ToArray();
    }

    /// <summary>What was kept back, at the end or when nothing more came for a while.</summary>
    public ReadOnlyMemory<byte> Flush()
    {
        var rest = _carry;
        _carry = [];
        return rest;
    }

    /// <summary>Bytes taken from a text that begins with the scheme; 0 when more is needed to tell.</summary>
    private int Replace(ReadOnlySpan<byte> text, MemoryStream result)
    {
        foreach (var (pattern, isCleaned) in new[] { (_plain, false), (_cleaned, true) })
        {
            var common = text.CommonPrefixLength(pattern);
            if (common == pattern.Length && text.Length > common)
            {
                if (shown((char)text[common]) is not { } real)
                {
                    break;
                }

                result.Write(Encoding.UTF8.GetBytes(isCleaned ? real.Replace("://", ":/", StringComparison.Ordinal) : real));
                return common + 1;
            }

            if (common == text.Length)
            {
                return 0;
            }
        }

        result.WriteByte(text[0]);
        return 1;
    }

    /// <summary>How many bytes at the end may be the beginning of the scheme.</summary>
    private int KeptBack(ReadOnlySpan<byte> text)
    {
        for (var length = Math.Min(_scheme.Length - 1, text.Length); length > 0; length--)
        {
            if (text[^length..].SequenceEqual(_scheme.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }
}
