namespace FFMpegCore.Enums;

/// <summary>Common audio encoders, looked up in the installed ffmpeg.</summary>
public static class AudioCodec
{
    /// <summary>AAC</summary>
    public static Codec Aac => FFMpeg.GetCodec("aac");

    /// <summary>Vorbis</summary>
    public static Codec LibVorbis => FFMpeg.GetCodec("libvorbis");

    /// <summary>AAC by Fraunhofer's library</summary>
    public static Codec LibFdk_Aac => FFMpeg.GetCodec("libfdk_aac");

    /// <summary>AC-3</summary>
    public static Codec Ac3 => FFMpeg.GetCodec("ac3");

    /// <summary>E-AC-3</summary>
    public static Codec Eac3 => FFMpeg.GetCodec("eac3");

    /// <summary>MP3</summary>
    public static Codec LibMp3Lame => FFMpeg.GetCodec("libmp3lame");

    /// <summary>The source's packets as they are.</summary>
    public static Codec Copy { get; } = new("copy", CodecType.Audio);
}
