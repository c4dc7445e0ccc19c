using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Finds the fields of a log line that hold messages. Reads JSON and logfmt loosely: half a line is read as far as it goes.</summary>
internal static class LogFields
{
    private static readonly ReadOnlyMemory<byte>[] MessageKeys = Names("error", "err", "msg", "message", "log", "stderr", "stdout", "output", "text", "line", "reason", "detail", "cause", "body", "content", "exception", "textpayload");

    /// <summary>Fields of the answers that module proxies log.</summary>
    private static readonly ReadOnlyMemory<byte>[] AnswerKeys = Names("fault", "request_id", "request-id", "http-status", "status", "kind", "operation", "path", "http-path");

    private static ReadOnlyMemory<byte>[] Names(params string[] names) => [.. names.Select(name => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(name))];

    /// <summary><c>{"…</c>, or a member on a line of its own: <c>"Error": "…"</c>.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        var body = text[0] == '{' ? Bytes.Trim(text[1..]) : text;
        if (body.IsEmpty || body[0] != '"')
        {
            return false;
        }

        var close = EscapedText.ClosingMark(body);
        var rest = close + 1 < body.Length ? Bytes.Trim(body[(close + 1)..]) : [];
        return close is > 1 and < 40 && !rest.IsEmpty && rest[0] == ':';
    }

    /// <summary>The JSON of the go command and of container engines holds a program's output, not a log of events.</summary>
    public static bool IsPlainOutput(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"stream\":\"std"u8) >= 0 || text.IndexOf("\"Action\":"u8) >= 0 || text.IndexOf("\"Path\":"u8) >= 0 || text.IndexOf("\"ImportPath\":"u8) >= 0;

    /// <summary><c>time=… level=… msg=…</c> in any order.</summary>
    public static bool IsLogfmt(ReadOnlySpan<byte> text)
    {
        var equals = text.IndexOf((byte)'=');
        return equals is > 0 and < 24 && text[..equals].IndexOfAny(" \t:/\"."u8) < 0 && (text.IndexOf("msg="u8) >= 0 || text.IndexOf("err="u8) >= 0 || text.IndexOf("error="u8) >= 0 || text.IndexOf("message="u8) >= 0);
    }

    /// <summary>Log lines of Athens and of Sluice about a request.</summary>
    public static bool IsServerLog(ReadOnlySpan<byte> text) =>
        text.IndexOf("http-path"u8) >= 0 || text.IndexOf("operation=download."u8) >= 0 || text.IndexOf("\"operation\":\"download."u8) >= 0
        || (text.IndexOf("\"event\":\"request\""u8) >= 0 && text.IndexOf("\"request_id\""u8) >= 0);

    /// <summary>Reads the members of an object, nested ones as if they were its own.</summary>
    public static void ReadJson(ReadOnlySpan<byte> text, ref LineUnwrapper.FieldSink sink)
    {
        Span<byte> answer = stackalloc byte[512];
        var length = 0;
        while (!text.IsEmpty)
        {
            var mark = text.IndexOf((byte)'"');
            if (mark < 0)
            {
                break;
            }

            text = text[mark..];
            var close = EscapedText.ClosingMark(text);
            var key = text[1..Math.Max(1, Math.Min(close, text.Length))];
            text = text[Math.Min(close + 1, text.Length)..];
            var rest = text.TrimStart(" \t"u8);
            if (rest.IsEmpty || rest[0] != ':')
            {
                continue;
            }

            text = rest[1..].TrimStart(" \t"u8);
            var value = TakeValue(ref text);
            if (value.IsEmpty)
            {
                continue;
            }

            if (IsOneOf(key, MessageKeys))
            {
                sink.Add(value);
            }
            else if (IsOneOf(key, AnswerKeys))
            {
                length = Append(answer, length, key, value);
            }
        }

        if (length > 0)
        {
            sink.AddPlain(answer[..length]);
        }
    }

    /// <summary>A string's inside, or a number or word; empty for objects and lists, whose members come next.</summary>
    private static ReadOnlySpan<byte> TakeValue(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (byte)'{' or (byte)'[')
        {
            return [];
        }

        if (text[0] == '"')
        {
            var close = EscapedText.ClosingMark(text);
            var value = text[1..Math.Max(1, Math.Min(close, text.Length))];
            text = text[Math.Min(close + 1, text.Length)..];
            return value;
        }

        var end = text.IndexOfAny(",}] "u8);
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }

    /// <summary>Reads <c>key=value key="quoted value"</c>.</summary>
    public static void ReadLogfmt(ReadOnlySpan<byte> text, ref LineUnwrapper.FieldSink sink)
    {
        Span<byte> answer = stackalloc byte[512];
        var length = 0;
        while (!text.IsEmpty)
        {
            text = text.TrimStart(" \t"u8);
            var equals = text.IndexOf((byte)'=');
            if (equals < 0)
            {
                break;
            }

            var key = text[..equals];
            key = key[(key.LastIndexOfAny(" \t"u8) + 1)..];
            text = text[(equals + 1)..];
            var value = TakeLogfmtValue(ref text);
            if (IsOneOf(key, MessageKeys) && !value.IsEmpty)
            {
                sink.Add(value);
            }
            else if (IsOneOf(key, AnswerKeys))
            {
                length = Append(answer, length, key, value);
            }
        }

        if (length > 0)
        {
            sink.AddPlain(answer[..length]);
        }
    }

    private static ReadOnlySpan<byte> TakeLogfmtValue(ref ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == '"')
        {
            var close = EscapedText.ClosingMark(text);
            var quoted = text[1..Math.Max(1, Math.Min(close, text.Length))];
            text = text[Math.Min(close + 1, text.Length)..];
            return quoted;
        }

        var end = text.IndexOfAny(" \t"u8);
        var value = end < 0 ? text : text[..end];
        text = text[value.Length..];
        return value;
    }

    /// <summary><c>key=value </c>, as far as there is room.</summary>
    private static int Append(Span<byte> target, int length, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (length + key.Length + value.Length + 2 > target.Length)
        {
            return length;
        }

        key.CopyTo(target[length..]);
        length += key.Length;
        target[length++] = (byte)'=';
        value.CopyTo(target[length..]);
        length += value.Length;
        target[length++] = (byte)' ';
        return length;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> key, ReadOnlyMemory<byte>[] names)
    {
        foreach (var name in names)
        {
            if (key.Length == name.Length && Ascii.EqualsIgnoreCase(key, name.Span))
            {
                return true;
            }
        }

        return false;
    }
}
