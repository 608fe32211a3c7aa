using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Pictures;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class PictureFileTests : IDisposable
{
    private readonly TestClips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Theory]
    [InlineData(".png", 0.5)]
    [InlineData(".bmp", 0.5)]
    [InlineData(".tiff", 0.5)]
    [InlineData(".jpg", 6)]
    [InlineData(".webp", 6)]
    public void Every_format_reads_as_the_picture_that_was_written(string extension, double most)
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        ShouldLookLike(portrait.ToBytes(extension), portrait, most);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".tiff")]
    public void Sixteen_bits_are_scaled_to_eight(string extension)
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        using Mat deep = new();
        portrait.ConvertTo(deep, MatType.CV_16UC3, 257);
        ShouldLookLike(deep.ToBytes(extension), portrait, 1.5);
    }

    [Fact]
    public void Grey_becomes_three_equal_channels()
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        using Mat grey = portrait.CvtColor(ColorConversionCodes.BGR2GRAY);
        using Mat expected = grey.CvtColor(ColorConversionCodes.GRAY2BGR);
        ShouldLookLike(grey.ToBytes(".png"), expected, 0.5);
        ShouldLookLike(grey.ToBytes(".jpg"), expected, 6);
    }

    [Theory]
    [InlineData(MatType.CV_8U)]
    [InlineData(MatType.CV_16U)]
    public void Transparent_places_are_white_and_half_transparent_ones_between(int depth)
    {
        double most = depth == MatType.CV_8U ? 255 : 65535;
        using Mat picture = new(4, 4, MatType.MakeType(depth, 4), new Scalar(0, most * 0.4, most, most));
        using (Mat clear = picture[new Rect(0, 0, 2, 4)])
        {
            clear.SetTo(new Scalar(most, 0, 0, 0));
        }
        using (Mat half = picture[new Rect(2, 0, 1, 4)])
        {
            half.SetTo(new Scalar(0, 0, 0, most / 2));
        }
        using Mat read = PictureFile.Decode(picture.ToBytes(".png"));
        read.Get<Vec3b>(1, 0).ShouldBe(new Vec3b(255, 255, 255));
        read.Get<Vec3b>(1, 2).Item0.ShouldBeInRange((byte)126, (byte)129);
        read.Get<Vec3b>(1, 3).ShouldBe(new Vec3b(0, 102, 255));
    }

    [Fact]
    public void A_palette_is_looked_up()
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        string path = _clips.Make(TestClips.Other, "palette.png", "-frames:v", "1", "-pix_fmt", "pal8");
        File.ReadAllBytes(path)[25].ShouldBe((byte)3, "the file has a palette");
        using Mat read = PictureFile.Load(path);
        Difference(read, portrait).ShouldBeLessThan(25);
    }

    [Fact]
    public void Printing_inks_become_colours()
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        ShouldLookLike(TestPictures.Inks(portrait, adobeMarker: true), portrait, 8);
    }

    [Fact]
    public void Printing_inks_that_nobody_says_how_to_read_are_refused()
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        Should.Throw<InvalidDataException>(() => PictureFile.Decode(TestPictures.Inks(portrait, adobeMarker: false))).Message.ShouldContain("convert it to RGB");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_picture_that_the_camera_turned_stands_upright(int orientation)
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        ShouldLookLike(TestPictures.Turned(portrait, orientation), portrait, 6);
    }

    [Fact]
    public void A_single_pixel_is_a_picture()
    {
        using Mat pixel = new(1, 1, MatType.CV_8UC3, new Scalar(1, 2, 3));
        using Mat read = PictureFile.Decode(pixel.ToBytes(".png"));
        read.Size().ShouldBe(new Size(1, 1));
    }

    [Fact]
    public void What_is_no_picture_is_refused_with_what_it_is()
    {
        Refused([]).ShouldContain("is empty");
        Refused("just a text"u8.ToArray()).ShouldContain("no JPEG, PNG");
        Refused("GIF89a..........."u8.ToArray()).ShouldContain("GIF");
        Refused([0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0]).ShouldContain("HEIC");
        Refused("<svg></svg>"u8.ToArray()).ShouldContain("SVG");
        Refused([0xFF, 0xD8, 0xFF]).ShouldContain("ends within its header");
        Refused(File.ReadAllBytes(TestClips.Real)[..4096]).ShouldContain("no JPEG, PNG");
        Should.Throw<FileNotFoundException>(() => PictureFile.Load(_clips.PathOf("none.png"))).Message.ShouldContain("none.png");

        string Refused(byte[] bytes)
        {
            string path = _clips.PathOf("a picture.jpg");
            File.WriteAllBytes(path, bytes);
            string message = Should.Throw<InvalidDataException>(() => PictureFile.Load(path)).Message;
            message.ShouldContain("a picture.jpg");
            return message;
        }
    }

    [Fact]
    public void A_damaged_picture_is_refused_or_read_as_far_as_it_goes_but_never_breaks()
    {
        using Mat portrait = TestPictures.Portrait(_clips);
        Random random = new(5);
        int read = 0, refused = 0;
        foreach (string extension in (string[])[".png", ".jpg", ".tiff", ".bmp", ".webp"])
        {
            byte[] whole = portrait.ToBytes(extension);
            for (int i = 0; i < 16; i++)
            {
                byte[] damaged = [.. whole];
                if (i % 2 == 0)
                {
                    damaged = damaged[..random.Next(1, whole.Length)];
                }
                else
                {
                    for (int k = 0; k < 12; k++)
                    {
                        damaged[random.Next(Math.Min(damaged.Length, k < 6 ? 200 : damaged.Length))] ^= (byte)random.Next(1, 256);
                    }
                }
                try
                {
                    PictureFile.Decode(damaged).Dispose();
                    read++;
                }
                catch (InvalidDataException exception)
                {
                    exception.Message.ShouldNotBeNullOrWhiteSpace();
                    refused++;
                }
            }
        }
        refused.ShouldBeGreaterThan(8);
        (read + refused).ShouldBe(80);
    }

    [Fact]
    public void A_huge_picture_is_refused_before_it_takes_memory()
    {
        using Mat small = new(8, 8, MatType.CV_8UC3, Scalar.All(0));
        byte[] bytes = small.ToBytes(".png");
        // its header says 100,000 x 100,000
        byte[] size = [0, 1, 0x86, 0xA0];
        size.CopyTo(bytes, 16);
        size.CopyTo(bytes, 20);
        Should.Throw<InvalidDataException>(() => PictureFile.Decode(bytes)).Message.ShouldContain("100000 x 100000");
    }

    private static void ShouldLookLike(byte[] file, Mat expected, double most)
    {
        using Mat read = PictureFile.Decode(file);
        read.Type().ShouldBe(MatType.CV_8UC3);
        read.Size().ShouldBe(expected.Size());
        Difference(read, expected).ShouldBeLessThan(most);
    }

    // the mean of the absolute differences
    private static double Difference(Mat a, Mat b)
    {
        using Mat difference = new();
        Cv2.Absdiff(a, b, difference);
        Scalar mean = Cv2.Mean(difference);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }
}
