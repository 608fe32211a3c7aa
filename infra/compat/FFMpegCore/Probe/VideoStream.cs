namespace FFMpegCore;

/// <summary>A video stream.</summary>
public class VideoStream : MediaStream
{
    /// <summary>Average frames per second; not a number when unknown.</summary>
    public double AvgFrameRate { get; set; }

    /// <summary>Bits per raw sample; 0 when unknown.</summary>
    public int BitsPerRawSample { get; set; }

    /// <summary>Width to height of the picture as it is shown.</summary>
    public (int, int) DisplayAspectRatio { get; set; }

    /// <summary>Width to height of a pixel.</summary>
    public (int, int) SampleAspectRatio { get; set; }

    /// <summary>The codec's profile.</summary>
    public string Profile { get; set; } = string.Empty;

    /// <summary>Stored width in pixels, before rotation.</summary>
    public int Width { get; set; }

    /// <summary>Stored height in pixels, before rotation.</summary>
    public int Height { get; set; }

    /// <summary>The lowest rate that represents all time stamps exactly (<c>r_frame_rate</c>); not a number when unknown.</summary>
    public double FrameRate { get; set; }

    /// <summary>ffmpeg's name of the pixel format.</summary>
    public string PixelFormat { get; set; } = string.Empty;

    /// <summary>The codec's level.</summary>
    public int Level { get; set; }

    /// <summary>Degrees, as ffprobe reports them.</summary>
    public int Rotation { get; set; }

    /// <summary>Average frames per second; not a number when unknown.</summary>
    public double AverageFrameRate { get; set; }

    /// <summary>Colour range.</summary>
    public string ColorRange { get; set; } = string.Empty;

    /// <summary>Colour space.</summary>
    public string ColorSpace { get; set; } = string.Empty;

    /// <summary>Colour transfer function.</summary>
    public string ColorTransfer { get; set; } = string.Empty;

    /// <summary>Colour primaries.</summary>
    public string ColorPrimaries { get; set; } = string.Empty;

    /// <summary>What the installed ffmpeg knows of the pixel format.</summary>
    public Enums.PixelFormat GetPixelFormatInfo() => FFMpeg.GetPixelFormat(PixelFormat);
}
