namespace Sluice.Doctor.Explain;

/// <summary>What the grammar of Go's errors tells about a block. Filled by <see cref="ErrorReader"/> and used again.</summary>
internal sealed class ErrorReading
{
    /// <summary>All clauses, in order.</summary>
    public List<Clause> Clauses { get; } = [];

    /// <summary>Statuses and facts, in order.</summary>
    public List<Sign> Signs { get; } = [];

    /// <summary>The innermost module or package that is named outside of a server's answer.</summary>
    public Piece Module { get; set; }

    /// <summary>Its version or query.</summary>
    public Piece Version { get; set; }

    /// <summary>The URL that was asked for.</summary>
    public Piece Url { get; set; }

    /// <summary>The host that was asked or looked up.</summary>
    public Piece Host { get; set; }

    /// <summary>The forward proxy's address.</summary>
    public Piece ForwardProxy { get; set; }

    /// <summary>The name looked up inside a server's answer.</summary>
    public Piece FarHost { get; set; }

    /// <summary>The id of a fault of a Sluice gateway.</summary>
    public Piece Fault { get; set; }

    /// <summary>Where <see cref="Fault"/> stands.</summary>
    public int FaultPosition { get; set; }

    /// <summary>The gateway's id of the request.</summary>
    public Piece RequestId { get; set; }

    /// <summary>What was asked before a server's answer began.</summary>
    public Place AnsweredRole { get; set; }

    /// <summary>Whether anything shows that this is about a Go download.</summary>
    public bool IsGo { get; set; }

    /// <summary>Whether the first clause is one of Go's network errors by itself.</summary>
    public bool BeginsWithNetwork { get; set; }

    public void Clear()
    {
        Clauses.Clear();
        Signs.Clear();
        (Module, Version, Url, Host, ForwardProxy, FarHost, Fault, RequestId) = (default, default, default, default, default, default, default, default);
        (AnsweredRole, IsGo, BeginsWithNetwork, FaultPosition) = (Place.None, false, false, 0);
    }

    /// <summary>The clause that holds a place of the text; the one before where it stands between two.</summary>
    public Clause ClauseAt(int position)
    {
        var (low, high) = (0, Clauses.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Clauses[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return Clauses[low];
    }
}
