namespace Sluice.Doctor.Explain;

/// <summary>
/// Prefixes that builders, CI systems, loggers and terminals put before a line. Each method returns how many bytes its kind of prefix takes at the start
/// of a text, 0 when it is not there.
/// </summary>
internal static class LineWrappings
{
    private const int MaxLabel = 48;

    /// <summary>The length of whatever prefix stands there, a blank behind it included; 0 when there is none.</summary>
    public static int PrefixLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var length = text[0] switch
        {
            (byte)'#' => Workflow(text) is > 0 and var command ? command : BuildKitStep(text),
            (byte)':' => Annotation(text),
            (byte)'[' => Bracket(text),
            >= (byte)'0' and <= (byte)'9' => Clock(text) is > 0 and var clock ? clock : Seconds(text),
            (byte)'|' or (byte)'>' or (byte)'!' or (byte)'<' => text.Length > 1 && Bytes.IsBlank(text[1]) ? 2 : 0,
            0xe2 => BoxDrawing(text),
            _ => 0,
        };
        return length > 0 ? length : Named(text);
    }

    /// <summary><c>##[error]</c> of GitHub and Azure.</summary>
    private static int Workflow(ReadOnlySpan<byte> text) => text.StartsWith("##["u8) && text.IndexOf((byte)']') is > 0 and < 24 and var end ? end + 1 : 0;

    /// <summary><c>#12 1.423 </c> and <c>#12 </c> of BuildKit's plain progress.</summary>
    private static int BuildKitStep(ReadOnlySpan<byte> text)
    {
        if (Bytes.Number(text[1..], out var digits) < 0 || text.Length <= digits + 1 || text[digits + 1] != ' ')
        {
            return 0;
        }

        var at = digits + 2;
        return at + Seconds(text[at..]);
    }

    /// <summary><c>::error file=a.go,line=1::</c> of GitHub.</summary>
    private static int Annotation(ReadOnlySpan<byte> text) =>
        text.StartsWith("::"u8) && text.Length > 2 && Bytes.IsLetter(text[2]) && text[2..].IndexOf("::"u8) is > 0 and < 200 and var end ? end + 4 : 0;

    /// <summary><c>[   15s] </c>, <c>[2024-05-17T10:55:15Z] </c>, <c>[builder 1/2] </c>, <c>[ERROR] </c>.</summary>
    private static int Bracket(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)']');
        return end is > 1 and < MaxLabel && (end + 1 == text.Length || Bytes.IsBlank(text[end + 1])) ? Math.Min(end + 2, text.Length) : 0;
    }

    /// <summary><c>0.111 </c>, <c>62.37 </c>, <c>0.021s </c>: seconds since a start.</summary>
    private static int Seconds(ReadOnlySpan<byte> text)
    {
        if (Bytes.Number(text, out var whole) < 0 || whole >= text.Length || text[whole] != '.' || Bytes.Number(text[(whole + 1)..], out var fraction) < 0)
        {
            return 0;
        }

        var at = whole + 1 + fraction;
        at += at < text.Length && text[at] == 's' ? 1 : 0;
        return at < text.Length && Bytes.IsBlank(text[at]) ? at + 1 : 0;
    }

    /// <summary>
    /// <c>2024-05-17T10:55:15.123Z </c>, <c>2024/05/17 10:55:15 </c>, <c>10:55:15.1 </c>, GitLab's <c>2024-05-17T10:55:15.1Z 00O </c>.
    /// </summary>
    private static int Clock(ReadOnlySpan<byte> text)
    {
        var at = Date(text);
        at = at > 0 && at < text.Length && text[at] is (byte)'T' or (byte)' ' or (byte)'_' or (byte)'-' ? at + 1 : at;
        var time = TimeOfDay(text[at..]);
        if (time == 0)
        {
            return 0;
        }

        at += time;
        at += Zone(text[at..]);
        at += at < text.Length && text[at] is (byte)':' or (byte)',' or (byte)']' ? 1 : 0;
        if (at < text.Length && !Bytes.IsBlank(text[at]))
        {
            return 0;
        }

        at = Math.Min(at + 1, text.Length);
        return at + GitLabStream(text[at..]);
    }

    private static int Date(ReadOnlySpan<byte> text) =>
        text.Length >= 10 && Bytes.Number(text[..4], out var year) > 0 && year == 4 && text[4] is (byte)'-' or (byte)'/' or (byte)'.' && Bytes.IsDigit(text[5]) && Bytes.IsDigit(text[6])
            && text[7] == text[4] && Bytes.IsDigit(text[8]) && Bytes.IsDigit(text[9]) ? 10 : 0;

    private static int TimeOfDay(ReadOnlySpan<byte> text)
    {
        if (text.Length < 8 || !Bytes.IsDigit(text[0]) || !Bytes.IsDigit(text[1]) || text[2] != ':' || !Bytes.IsDigit(text[3]) || !Bytes.IsDigit(text[4]) || text[5] != ':' || !Bytes.IsDigit(text[6]) || !Bytes.IsDigit(text[7]))
        {
            return 0;
        }

        var at = 8;
        if (at + 1 < text.Length && text[at] is (byte)'.' or (byte)',' && Bytes.IsDigit(text[at + 1]))
        {
            Bytes.Number(text[(at + 1)..], out var fraction);
            at += 1 + fraction;
        }

        return at;
    }

    private static int Zone(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        if (text[0] == 'Z')
        {
            return 1;
        }

        var at = text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        while (at > 0 && at < text.Length && (Bytes.IsDigit(text[at]) || text[at] == ':'))
        {
            at++;
        }

        return at;
    }

    private static int GitLabStream(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && IsHex(text[0]) && IsHex(text[1]) && text[2] is (byte)'O' or (byte)'E' && text[3] is (byte)' ' or (byte)'+' ? 4 : 0;

    private static bool IsHex(byte b) => Bytes.IsDigit(b) || (b | 0x20) is >= 'a' and <= 'f';

    /// <summary><c>│ </c>, <c>┃ </c>, <c>▌</c> and other frames.</summary>
    private static int BoxDrawing(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[1] is 0x94 or 0x95 or 0x96 or 0x9d or 0x9c && text[2] >= 0x80 ? Math.Min(text.Length, text.Length > 3 && text[3] == ' ' ? 4 : 3) : 0;

    /// <summary>What begins with a word: <c>svc-1  | </c>, <c>INFO[0001] </c>, <c>ERROR: </c>, <c>go : </c>, <c>Jan  2 15:04:05 host prog[1]: </c>.</summary>
    private static int Named(ReadOnlySpan<byte> text)
    {
        var word = 0;
        while (word < text.Length && (Bytes.IsWord(text[word]) || text[word] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)'\\' or (byte)'/') && word < MaxLabel)
        {
            word++;
        }

        if (word == 0 || word >= text.Length)
        {
            return word > 0 ? 0 : Drive(text);
        }

        var name = text[..word];
        return text[word] switch
        {
            (byte)'[' => LevelWithTime(text, word),
            (byte)':' => word == 1 ? Drive(text) : LevelOrStream(text, word),
            (byte)' ' or (byte)'\t' => Column(text, word) is > 0 and var column ? column : PlainLevel(name, text, word),
            _ => 0,
        };
    }

    /// <summary><c>INFO[0001] </c> of logrus, <c>DEBUG[8:11AM]: </c> of Athens.</summary>
    private static int LevelWithTime(ReadOnlySpan<byte> text, int word)
    {
        var end = text.IndexOf((byte)']');
        if (!IsLevel(text[..word]) || end is < 0 or > MaxLabel)
        {
            return 0;
        }

        end += end + 1 < text.Length && text[end + 1] == ':' ? 2 : 1;
        return Math.Min(text.Length, end + 1);
    }

    /// <summary><c>ERROR: </c>, <c>stderr: </c>, <c>err: </c>.</summary>
    private static int LevelOrStream(ReadOnlySpan<byte> text, int word) =>
        (IsLevel(text[..word]) || IsStream(text[..word])) && (word + 1 == text.Length || Bytes.IsBlank(text[word + 1])) ? Math.Min(text.Length, word + 2) : 0;

    /// <summary><c>svc-1  | </c> of compose, <c>go : </c> of PowerShell, a syslog head.</summary>
    private static int Column(ReadOnlySpan<byte> text, int word)
    {
        var at = word;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at + 1 < text.Length && text[at] == '|' && text[at + 1] == ' ')
        {
            return at + 2;
        }

        var isProgram = at == word + 1 && at + 1 < text.Length && text[at] == ':' && Bytes.IsBlank(text[at + 1]);
        return isProgram && IsTool(text[..word]) ? at + 2 : Syslog(text, word);
    }

    /// <summary>The tool of a PowerShell <c>NativeCommandError</c>, with or without a directory and <c>.exe</c>.</summary>
    private static bool IsTool(ReadOnlySpan<byte> name)
    {
        var slash = name.LastIndexOfAny("\\/"u8);
        name = name[(slash + 1)..];
        name = name.EndsWith(".exe"u8) ? name[..^4] : name;
        return name.SequenceEqual("go"u8) || name.SequenceEqual("git"u8) || name.SequenceEqual("golangci-lint"u8) || name.SequenceEqual("cmd"u8);
    }

    private static int Syslog(ReadOnlySpan<byte> text, int word)
    {
        if (word != 3 || text.Length < 17 || TimeOfDay(text[7..]) != 8 || text[15] != ' ')
        {
            return 0;
        }

        var colon = text[16..].IndexOf(": "u8);
        return colon is > 0 and < 80 ? 16 + colon + 2 : 16;
    }

    /// <summary><c>ERROR message</c>, <c>info: message</c>; also zap's <c>ERROR&lt;tab&gt;</c> and <c>fetch/main.go:12&lt;tab&gt;</c>.</summary>
    private static int PlainLevel(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, int word) =>
        IsUpperLevel(name) || (IsLevel(name) && text[word] == '\t') ? word + 1 : 0;

    /// <summary><c>C:\Go\bin\go.exe : </c>.</summary>
    private static int Drive(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf(" : "u8);
        return end is > 2 and < 120 && text[1] == ':' && IsTool(text[..end]) ? end + 3 : 0;
    }

    private static bool IsUpperLevel(ReadOnlySpan<byte> word) => word.Length > 2 && word.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && IsLevel(word);

    private static bool IsStream(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("stderr"u8) || word.SequenceEqual("stdout"u8) || word.SequenceEqual("err"u8) || word.SequenceEqual("output"u8) || word.SequenceEqual("reason"u8) || word.SequenceEqual("Stderr"u8);

    /// <summary>Words for the weight of a log line, in any case. <c>fatal:</c>, <c>warning:</c> and <c>panic:</c> in lower case are words of git and go.</summary>
    private static bool IsLevel(ReadOnlySpan<byte> word)
    {
        Span<byte> lower = stackalloc byte[12];
        if (word.Length is < 3 or > 12 || System.Text.Ascii.ToLower(word, lower, out var length) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        var isCapital = word[0] < 'a';
        foreach (var level in Levels)
        {
            if (lower[..length].SequenceEqual(level.Span))
            {
                return isCapital || level.Span[0] is not ((byte)'f' or (byte)'w' or (byte)'p');
            }
        }

        return false;
    }

    private static readonly ReadOnlyMemory<byte>[] Levels =
        [.. new[] { "error", "erro", "err", "info", "debug", "debu", "warn", "warning", "fatal", "fata", "trace", "notice", "critical", "panic" }.Select(word => (ReadOnlyMemory<byte>)System.Text.Encoding.ASCII.GetBytes(word))];
}
