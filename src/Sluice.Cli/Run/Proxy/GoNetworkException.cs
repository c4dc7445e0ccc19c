namespace Sluice.Cli.Run.Proxy;

/// <summary>A connection that failed; the message has the go command's words, so that its users (and <c>sluice doctor explain</c>) know them.</summary>
internal sealed class GoNetworkException(string message, Exception? inner = null) : IOException(message, inner);
