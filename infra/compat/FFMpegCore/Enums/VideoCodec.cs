namespace FFMpegCore.Enums;

/// <summary>Common video encoders, looked up in the installed ffmpeg.</summary>
public static class VideoCodec
{
    /// <summary>H.264</summary>
    public static Codec LibX264 => FFMpeg.GetCodec("libx264");

    /// <summary>H.265</summary>
    public static Codec LibX265 => FFMpeg.GetCodec("libx265");

    /// <summary>VP8</summary>
    public static Codec LibVpx => FFMpeg.GetCodec("libvpx");

    /// <summary>Theora</summary>
    public static Codec LibTheora => FFMpeg.GetCodec("libtheora");

    /// <summary>MPEG transport stream</summary>
    public static Codec MpegTs => FFMpeg.GetCodec("mpegts");

    /// <summary>AV1</summary>
    public static Codec LibaomAv1 => FFMpeg.GetCodec("libaom-av1");
}
