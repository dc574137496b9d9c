using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Language;

/// <summary>
/// The trained weights, one file. In order: the magic, the format, the version (16 bytes of ASCII), the two thresholds, the bias and the
/// scale (32-bit floats, little-endian), a byte for each bucket of words and of concepts, a byte for each language and word bucket, and the
/// SHA-256 of all before it.
/// </summary>
internal sealed class RevocationModel
{
    /// <summary>Word buckets of a language.</summary>
    public const int LanguageBuckets = 1 << 13;

    private const uint Magic = 0x524F_4F4F; // "OOOR"
    private const int Format = 2,
        VersionLength = 16,
        Header = 8 + VersionLength + 16;

    /// <summary>The languages, in the order of their weights.</summary>
    public static readonly string[] Languages = ["en", "es", "fr", "de", "pt"];

    public required string Version { get; init; }

    /// <summary>A score from which on a message is an opt-out.</summary>
    public required float OptOutFrom { get; init; }

    /// <summary>A score from which on a person shall look at it.</summary>
    public required float ReviewFrom { get; init; }

    public required float Bias { get; init; }

    /// <summary>What a weight of 1 is worth.</summary>
    public required float Scale { get; init; }

    public required sbyte[] Weights { get; init; }
    public required sbyte[] LanguageWeights { get; init; }

    /// <summary>How long the file is.</summary>
    public static int FileLength => Header + RevocationFeatures.AllBuckets + (Languages.Length * LanguageBuckets) + SHA256.HashSizeInBytes;

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <exception cref="InvalidOperationException">It is cut short, changed, or of another format; names the file.</exception>
    public static RevocationModel Read(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < Header || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
        {
            throw new InvalidOperationException(
                $"The recogniser's model '{name}' is no model: it has {file.Length} bytes and does not begin as one."
            );
        }

        int format = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (format != Format)
        {
            throw new InvalidOperationException(
                $"The recogniser's model '{name}' is of format {format}; this version reads format {Format}. Train it again."
            );
        }

        if (file.Length != FileLength)
        {
            throw new InvalidOperationException(
                $"The recogniser's model '{name}' has {file.Length} bytes instead of {FileLength}: it was cut short, or is of another version."
            );
        }

        var content = file[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidOperationException($"The recogniser's model '{name}' was changed or damaged: its checksum does not hold.");
        }

        var numbers = file[(8 + VersionLength)..];
        return new RevocationModel
        {
            Version = Encoding.ASCII.GetString(file.Slice(8, VersionLength)).TrimEnd('\0'),
            OptOutFrom = BinaryPrimitives.ReadSingleLittleEndian(numbers),
            ReviewFrom = BinaryPrimitives.ReadSingleLittleEndian(numbers[4..]),
            Bias = BinaryPrimitives.ReadSingleLittleEndian(numbers[8..]),
            Scale = BinaryPrimitives.ReadSingleLittleEndian(numbers[12..]),
            Weights = Bytes(content.Slice(Header, RevocationFeatures.AllBuckets)),
            LanguageWeights = Bytes(content[(Header + RevocationFeatures.AllBuckets)..]),
        };
    }

    /// <summary>The file's content.</summary>
    public byte[] ToBytes()
    {
        byte[] file = new byte[FileLength];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), Format);
        Encoding.ASCII.GetBytes(Version, file.AsSpan(8, VersionLength));
        var numbers = file.AsSpan(8 + VersionLength);
        BinaryPrimitives.WriteSingleLittleEndian(numbers, OptOutFrom);
        BinaryPrimitives.WriteSingleLittleEndian(numbers[4..], ReviewFrom);
        BinaryPrimitives.WriteSingleLittleEndian(numbers[8..], Bias);
        BinaryPrimitives.WriteSingleLittleEndian(numbers[12..], Scale);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(Weights).CopyTo(file.AsSpan(Header));
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(LanguageWeights).CopyTo(file.AsSpan(Header + Weights.Length));
        SHA256.HashData(file.AsSpan(0, file.Length - SHA256.HashSizeInBytes), file.AsSpan(file.Length - SHA256.HashSizeInBytes));
        return file;
    }

    private static sbyte[] Bytes(ReadOnlySpan<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();
}
