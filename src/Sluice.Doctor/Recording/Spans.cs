namespace Sluice.Doctor.Recording;

/// <summary>Lengths of times that overlap.</summary>
internal static class Spans
{
    /// <summary>The time covered by at least one of the spans.</summary>
    public static double Union(IEnumerable<(double Start, double End)> spans)
    {
        var total = 0.0;
        var reached = double.MinValue;
        foreach (var (start, end) in spans.OrderBy(span => span.Start))
        {
            if (end > reached)
            {
                total += end - Math.Max(start, reached);
                reached = end;
            }
        }

        return total;
    }

    /// <summary>The time that requests were open.</summary>
    public static double Union(IEnumerable<RecordedRequest> requests) => Union(requests.Select(request => (request.StartMs, request.EndMs)));
}
