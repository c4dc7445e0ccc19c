namespace Sluice.Doctor.Fixes;

/// <summary>A change that could not be made. What it had changed until then is as it was.</summary>
public sealed class FixException : Exception
{
    /// <summary>A change that could not be made.</summary>
    /// <param name="message">Why, in one line.</param>
    public FixException(string message)
        : base(message)
    {
    }

    /// <summary>A change that could not be made.</summary>
    /// <param name="message">Why, in one line.</param>
    /// <param name="inner">What was thrown.</param>
    public FixException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
