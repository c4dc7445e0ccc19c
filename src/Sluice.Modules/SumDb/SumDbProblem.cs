namespace Sluice.Modules.SumDb;

/// <summary>Why something of a checksum database is not believed.</summary>
public enum SumDbProblem
{
    /// <summary>A lookup's answer is not a record and a signed tree head.</summary>
    MalformedAnswer,

    /// <summary>A note does not follow the format, or is too big.</summary>
    MalformedNote,

    /// <summary>A note has no signature of a known key.</summary>
    UnknownSigner,

    /// <summary>A note has a signature of a known key that is wrong.</summary>
    InvalidSignature,

    /// <summary>Two known keys have the same name and hash, so that a signature names neither.</summary>
    AmbiguousKey,

    /// <summary>A signed text is no tree head.</summary>
    MalformedHead,

    /// <summary>A record's number lies beyond the tree that should hold it.</summary>
    RecordBeyondTree,

    /// <summary>The log has another record at this number.</summary>
    WrongRecord,

    /// <summary>A record that is in the log speaks of other modules than was asked for.</summary>
    OtherModule,

    /// <summary>The database does not have a tile that belongs to its tree.</summary>
    MissingTile,

    /// <summary>A tile has the wrong length.</summary>
    MalformedTile,

    /// <summary>A tile does not belong to the signed tree.</summary>
    InconsistentTile,

    /// <summary>The tree head that was kept from before cannot be read or is not signed.</summary>
    BadStoredHead,

    /// <summary>The kept tree head was changed again and again by others while it was to be moved on.</summary>
    StoredHeadContended,
}
