using System.Text.Json.Serialization;

namespace Sluice.Doctor.Evidence;

/// <summary>What one probe brought: evidence, or why there is none. Exactly one of the two is there.</summary>
/// <typeparam name="T">The evidence.</typeparam>
public sealed record Probed<T>
    where T : class
{
    /// <summary>Makes either.</summary>
    /// <param name="subject">What was probed: a host, <c>host:port</c>, a URL, a module; empty where there is only one.</param>
    /// <param name="value">The evidence.</param>
    /// <param name="notChecked">Why there is none.</param>
    /// <exception cref="ArgumentException">Both are there, or none.</exception>
    [JsonConstructor]
    public Probed(string subject, T? value, NotChecked? notChecked)
    {
        if (value is null == notChecked is null)
        {
            throw new ArgumentException("want evidence or the reason why there is none", nameof(value));
        }

        Subject = subject ?? "";
        Value = value;
        NotChecked = notChecked;
    }

    /// <summary>What was probed: a host, <c>host:port</c>, a URL, a module; empty where there is only one.</summary>
    public string Subject { get; }

    /// <summary>The evidence; null when <see cref="NotChecked"/> says why not.</summary>
    public T? Value { get; }

    /// <summary>Why there is no evidence; null when there is.</summary>
    public NotChecked? NotChecked { get; }

    /// <summary>Evidence.</summary>
    public static Probed<T> Of(T value, string subject = "") => new(subject, value, null);

    /// <summary>No evidence.</summary>
    public static Probed<T> Not(NotChecked why, string subject = "") => new(subject, null, why);

    /// <summary>No evidence.</summary>
    public static Probed<T> Not(NotCheckedReason reason, string because, string subject = "") => new(subject, null, new NotChecked(reason, because));
}
