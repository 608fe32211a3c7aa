using FFMpegCore.Helpers;

namespace FFMpegCore.Enums;

/// <summary>A codec, encoder or decoder that the installed ffmpeg knows.</summary>
public class Codec
{
    internal Codec(string name, CodecType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name that <c>-c</c> takes.</summary>
    public string Name { get; }

    /// <summary>What it codes.</summary>
    public CodecType Type { get; private set; }

    /// <summary>It can be read.</summary>
    public bool DecodingSupported { get; private set; }

    /// <summary>It can be written.</summary>
    public bool EncodingSupported { get; private set; }

    /// <summary>Every frame stands alone.</summary>
    public bool IsIntraFrameOnly { get; private set; }

    /// <summary>It can lose detail.</summary>
    public bool IsLossy { get; private set; }

    /// <summary>It can keep every bit.</summary>
    public bool IsLossless { get; private set; }

    /// <summary>ffmpeg's description.</summary>
    public string Description { get; private set; } = string.Empty;

    /// <summary>The encoder's features.</summary>
    public FeatureLevel EncoderFeatureLevel { get; } = new();

    /// <summary>The decoder's features.</summary>
    public FeatureLevel DecoderFeatureLevel { get; } = new();

    /// <summary>A line of <c>ffmpeg -codecs</c>: six flags, the name, the description.</summary>
    internal static Codec? FromCodecsLine(string line)
    {
        if (!FlagTable.TrySplit(line, 6, out string flags, out string name, out string description) || TypeOf(flags[2]) == CodecType.Unknown)
        {
            return null;
        }
        return new Codec(name, TypeOf(flags[2]))
        {
            DecodingSupported = flags[0] == 'D',
            EncodingSupported = flags[1] == 'E',
            IsIntraFrameOnly = flags[3] == 'I',
            IsLossy = flags[4] == 'L',
            IsLossless = flags[5] == 'S',
            Description = description,
        };
    }

    /// <summary>A line of <c>ffmpeg -encoders</c> or <c>-decoders</c>: six flags, the name, the description.</summary>
    internal static Codec? FromEncodersLine(string line, bool isEncoder)
    {
        if (!FlagTable.TrySplit(line, 6, out string flags, out string name, out string description) || TypeOf(flags[0]) == CodecType.Unknown)
        {
            return null;
        }
        var codec = new Codec(name, TypeOf(flags[0]))
        {
            DecodingSupported = !isEncoder,
            EncodingSupported = isEncoder,
            Description = description,
        };
        FeatureLevel level = isEncoder ? codec.EncoderFeatureLevel : codec.DecoderFeatureLevel;
        level.SupportsFrameLevelMultithreading = StatusOf(flags[1]);
        level.SupportsSliceLevelMultithreading = StatusOf(flags[2]);
        level.IsExperimental = flags[3] != '.';
        level.SupportsDrawHorizBand = StatusOf(flags[4]);
        level.SupportsDirectRendering = StatusOf(flags[5]);
        return codec;
    }

    internal void Merge(Codec other)
    {
        Type |= other.Type;
        DecodingSupported |= other.DecodingSupported;
        EncodingSupported |= other.EncodingSupported;
        IsIntraFrameOnly |= other.IsIntraFrameOnly;
        IsLossy |= other.IsLossy;
        IsLossless |= other.IsLossless;
        EncoderFeatureLevel.Merge(other.EncoderFeatureLevel);
        DecoderFeatureLevel.Merge(other.DecoderFeatureLevel);
        if (Description != other.Description)
        {
            Description += Environment.NewLine + other.Description;
        }
    }

    private static FeatureStatus StatusOf(char flag) => flag == '.' ? FeatureStatus.NotSupported : FeatureStatus.Supported;

    private static CodecType TypeOf(char flag) => flag switch
    {
        'V' => CodecType.Video,
        'A' => CodecType.Audio,
        'S' => CodecType.Subtitle,
        'D' => CodecType.Data,
        _ => CodecType.Unknown,
    };

    /// <summary>What an encoder or decoder supports.</summary>
    public class FeatureLevel
    {
        /// <summary>It needs <c>-strict experimental</c>.</summary>
        public bool IsExperimental { get; internal set; }

        /// <summary>Several frames at once.</summary>
        public FeatureStatus SupportsFrameLevelMultithreading { get; internal set; }

        /// <summary>Several slices of a frame at once.</summary>
        public FeatureStatus SupportsSliceLevelMultithreading { get; internal set; }

        /// <summary>Drawing by bands.</summary>
        public FeatureStatus SupportsDrawHorizBand { get; internal set; }

        /// <summary>Decoding into the caller's buffer.</summary>
        public FeatureStatus SupportsDirectRendering { get; internal set; }

        internal void Merge(FeatureLevel other)
        {
            IsExperimental |= other.IsExperimental;
            SupportsFrameLevelMultithreading = Max(SupportsFrameLevelMultithreading, other.SupportsFrameLevelMultithreading);
            SupportsSliceLevelMultithreading = Max(SupportsSliceLevelMultithreading, other.SupportsSliceLevelMultithreading);
            SupportsDrawHorizBand = Max(SupportsDrawHorizBand, other.SupportsDrawHorizBand);
            SupportsDirectRendering = Max(SupportsDirectRendering, other.SupportsDirectRendering);
        }

        private static FeatureStatus Max(FeatureStatus a, FeatureStatus b) => a > b ? a : b;
    }
}
