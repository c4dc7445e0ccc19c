namespace Sluice.Cli.Output;

/// <summary>Colours for a terminal; nothing where there is none.</summary>
internal readonly struct Ink(bool isOn)
{
    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Red(string text) => Paint("31", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    private string Paint(string code, string text) => isOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
