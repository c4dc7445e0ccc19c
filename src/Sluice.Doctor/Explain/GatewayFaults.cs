namespace Sluice.Doctor.Explain;

/// <summary>
/// Reads what a Sluice gateway says of its faults: in the body of an answer (<c>sluice: TEXT [ID]</c> … <c>request id: R</c>), in its JSON log
/// (<c>"fault":"ID","request_id":"R"</c>) and in its log for people (<c>503 … B  GET M/@v/list  [ID]</c>).
/// </summary>
internal static class GatewayFaults
{
    /// <summary>Looks at a line.</summary>
    public static void Read(ReadOnlySpan<byte> text, Piece line, ErrorReading reading)
    {
        var words = line.Of(text);
        var isBody = words.StartsWith("sluice: "u8) || words.IndexOf(" sluice: "u8) >= 0;
        if (isBody || words.IndexOf(" B  GET "u8) >= 0 || (words[^1] == ']' && !reading.Fault.IsNone))
        {
            ReadBracket(words, line.Start, reading);
        }

        if (isBody && reading.Fault.IsNone)
        {
            reading.FaultPosition = line.Start;
            reading.Fault = new Piece(line.Start, 1);
        }

        var fault = words.IndexOf("fault="u8);
        if (fault >= 0)
        {
            Note(reading, line.Start + fault + 6, Bytes.TokenLength(words[(fault + 6)..]));
        }

        Id(words, line.Start, "request id: "u8, reading);
        Id(words, line.Start, "request_id="u8, reading);
    }

    private static void ReadBracket(ReadOnlySpan<byte> words, int start, ErrorReading reading)
    {
        var open = words.LastIndexOf((byte)'[');
        var close = words.LastIndexOf((byte)']');
        if (open >= 0 && close > open + 1 && words[open..close].IndexOf((byte)' ') < 0)
        {
            Note(reading, start + open + 1, close - open - 1);
        }
    }

    private static void Note(ErrorReading reading, int start, int length)
    {
        (reading.Fault, reading.FaultPosition) = (new Piece(start, length), start);
        reading.IsGo = true;
    }

    private static void Id(ReadOnlySpan<byte> words, int start, ReadOnlySpan<byte> key, ErrorReading reading)
    {
        var at = words.IndexOf(key);
        if (at >= 0 && Bytes.TokenLength(words[(at + key.Length)..]) is > 0 and <= 64 and var length)
        {
            reading.RequestId = new Piece(start + at + key.Length, length);
        }
    }
}
