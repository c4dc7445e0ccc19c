namespace Sluice.Cli;

/// <summary>What the terminal says about itself.</summary>
internal static class Terminal
{
    private const int Default = 80;

    /// <summary>Columns; 80 where there is no terminal, or none that tells.</summary>
    public static int Width()
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
        {
            return Default;
        }

        try
        {
            return Console.WindowWidth is > 0 and var width ? width : Default;
        }
        catch (IOException)
        {
            return Default;
        }
    }
}
