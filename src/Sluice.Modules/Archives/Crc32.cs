using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Modules.Archives;

/// <summary>
/// The CRC-32 of zip files (polynomial 0xEDB88320, reflected). The platform's own is in a package that this project does without, and a table
/// alone costs as much as SHA-256 with hardware support; hence carry-less multiplication (Gopal et al., "Fast CRC Computation for Generic
/// Polynomials Using PCLMULQDQ Instruction", Intel 2009) where the processor has it.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int VectorBytes = 64;

    /// <summary>Eight tables, for eight bytes at a step.</summary>
    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues a CRC; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (bytes.Length >= VectorBytes && Pclmulqdq.IsSupported && Sse41.IsSupported)
        {
            var vectors = bytes[..(bytes.Length & ~15)];
            crc = Fold(crc, vectors);
            bytes = bytes[vectors.Length..];
        }

        return ~AppendByTables(crc, bytes);
    }

    private static uint AppendByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = MemoryMarshal.Read<uint>(bytes) ^ crc;
            var high = MemoryMarshal.Read<uint>(bytes[4..]);
            crc = tables[(7 * 256) + (byte)low] ^ tables[(6 * 256) + (byte)(low >> 8)] ^ tables[(5 * 256) + (byte)(low >> 16)] ^
                tables[(4 * 256) + (int)(low >> 24)] ^ tables[(3 * 256) + (byte)high] ^ tables[(2 * 256) + (byte)(high >> 8)] ^
                tables[256 + (byte)(high >> 16)] ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = tables[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    /// <summary>Folds at least 64 bytes, in whole vectors of 16. Constants: x^n mod P for the distances 512±32, 128±32 and 64 bits, and Barrett's.</summary>
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        var by512 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL).AsInt64();
        var by128 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL).AsInt64();
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var x1 = Load(ref at, 0) ^ Vector128.CreateScalar(crc).AsInt64();
        var x2 = Load(ref at, 16);
        var x3 = Load(ref at, 32);
        var x4 = Load(ref at, 48);
        var i = VectorBytes;
        for (; i <= bytes.Length - VectorBytes; i += VectorBytes)
        {
            x1 = Multiply(x1, by512) ^ Load(ref at, i);
            x2 = Multiply(x2, by512) ^ Load(ref at, i + 16);
            x3 = Multiply(x3, by512) ^ Load(ref at, i + 32);
            x4 = Multiply(x4, by512) ^ Load(ref at, i + 48);
        }

        x1 = Multiply(x1, by128) ^ x2;
        x1 = Multiply(x1, by128) ^ x3;
        x1 = Multiply(x1, by128) ^ x4;
        for (; i < bytes.Length; i += 16)
        {
            x1 = Multiply(x1, by128) ^ Load(ref at, i);
        }

        return Reduce(x1, by128);
    }

    private static uint Reduce(Vector128<long> x, Vector128<long> by128)
    {
        var mask = Vector128.Create(~0, 0, ~0, 0).AsInt64();
        var by64 = Vector128.CreateScalar(0x0163cd6124UL).AsInt64();
        var barrett = Vector128.Create(0x01db710641UL, 0x01f7011641UL).AsInt64();
        x = Pclmulqdq.CarrylessMultiply(x, by128, 0x10) ^ Sse2.ShiftRightLogical128BitLane(x, 8);
        x = Pclmulqdq.CarrylessMultiply(x & mask, by64, 0x00) ^ Sse2.ShiftRightLogical128BitLane(x, 4);
        var quotient = Pclmulqdq.CarrylessMultiply(x & mask, barrett, 0x10) & mask;
        x ^= Pclmulqdq.CarrylessMultiply(quotient, barrett, 0x00);
        return x.AsUInt32().GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Multiply(Vector128<long> x, Vector128<long> by) =>
        Pclmulqdq.CarrylessMultiply(x, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Load(ref byte at, int offset) => Vector128.LoadUnsafe(ref at, (nuint)offset).AsInt64();

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
