using System.Drawing;
using System.Globalization;
using FFMpegCore.Enums;

namespace FFMpegCore.Arguments;

/// <summary>The chain of video filters of an output.</summary>
public class VideoFilterOptions
{
    /// <summary>The filters in their order.</summary>
    public List<IVideoFilterArgument> Arguments { get; } = [];

    /// <summary>Scales to a common height and keeps the proportions.</summary>
    public VideoFilterOptions Scale(VideoSize videoSize) => videoSize == VideoSize.Original ? this : Add("scale", $"-1:{(int)videoSize}");

    /// <summary>Scales to a size in pixels; -1 keeps the proportions.</summary>
    public VideoFilterOptions Scale(int width, int height) => Add("scale", $"{width}:{height}");

    /// <summary>Scales to a size in pixels.</summary>
    public VideoFilterOptions Scale(Size size) => Scale(size.Width, size.Height);

    /// <summary>Turns the picture.</summary>
    public VideoFilterOptions Transpose(Transposition transposition) => Add("transpose", $"{(int)transposition}");

    /// <summary>Mirrors the picture.</summary>
    public VideoFilterOptions Mirror(Mirroring mirroring) => Add(string.Empty, mirroring == Mirroring.Horizontal ? "hflip" : "vflip");

    /// <summary>Reports black spans on stderr.</summary>
    public VideoFilterOptions BlackDetect(double minimumDuration = 2.0, double pictureBlackRatioThreshold = 0.98, double pixelBlackThreshold = 0.1) =>
        Add("blackdetect", string.Create(CultureInfo.InvariantCulture, $"d={minimumDuration}:pic_th={pictureBlackRatioThreshold}:pix_th={pixelBlackThreshold}"));

    /// <summary>Reports black frames on stderr.</summary>
    public VideoFilterOptions BlackFrame(int amount = 98, int threshold = 32) => Add("blackframe", $"amount={amount}:threshold={threshold}");

    private VideoFilterOptions Add(string key, string value)
    {
        Arguments.Add(new FilterArgument(key, value));
        return this;
    }
}
