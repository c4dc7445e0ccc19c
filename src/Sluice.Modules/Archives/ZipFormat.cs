namespace Sluice.Modules.Archives;

/// <summary>Signatures and sizes of the zip format (PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5). All numbers are little-endian.</summary>
internal static class ZipFormat
{
    public const uint LocalHeaderSignature = 0x04034b50;
    public const uint DirectoryHeaderSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint End64Signature = 0x06064b50;
    public const uint Locator64Signature = 0x07064b50;
    public const uint DescriptorSignature = 0x08074b50;

    public const int LocalHeaderBytes = 30;
    public const int DirectoryHeaderBytes = 46;
    public const int EndBytes = 22;
    public const int End64Bytes = 56;
    public const int Locator64Bytes = 20;
    public const int DescriptorBytes = 16;

    /// <summary>
    /// How far from the file's end its end record is looked for (Go's archive/zip, <c>readDirectoryEnd</c>). The longest comment has 65,535 bytes.
    /// </summary>
    public const int EndSearchBytes = 65 * 1024;

    public const ushort Stored = 0;
    public const ushort Deflated = 8;
    public const ushort DescriptorFlag = 0x8;
    public const ushort Utf8Flag = 0x800;
    public const ushort Zip64ExtraTag = 1;

    /// <summary>Version 2.0: deflate. What Go's archive/zip writes.</summary>
    public const ushort Version20 = 20;

    /// <summary>Version 4.5: zip64.</summary>
    public const ushort Version45 = 45;
}
