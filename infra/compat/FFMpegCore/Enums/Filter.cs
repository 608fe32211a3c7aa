namespace FFMpegCore.Enums;

/// <summary>Bit stream filters (<c>-bsf</c>).</summary>
public enum Filter
{
    /// <summary>h264_mp4toannexb</summary>
    H264_Mp4ToAnnexB,

    /// <summary>aac_adtstoasc</summary>
    Aac_AdtstoAsc,
}
