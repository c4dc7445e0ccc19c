namespace Sluice.Lab;

/// <summary>The lab itself does not work: a server that does not start, a tool that fails, a scenario that cannot be read.</summary>
/// <param name="message">What is wrong, for the user.</param>
internal sealed class LabException(string message) : Exception(message);
