namespace Sluice.Server.Configuration;

/// <summary>A setting is well-formed, and what it names cannot be used: another key, a database that is not there.</summary>
/// <param name="message">The setting's key, a colon, and what is wrong.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class UnusableSettingException(string message, Exception? inner = null) : Exception(message, inner);
