using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class KeypointCurvesTests
{
    [Fact]
    public void Curves_pass_through_every_point()
    {
        using Mat canvas = new(300, 300, MatType.CV_8UC3);
        float[] face = SimilarityTransform.From(1.5, 0, 150, 110).Apply(ToyClips.Face(12));
        KeypointCurves.Draw(canvas, face);
        for (int i = 0; i < FacePoints.Count; i++)
        {
            Vec3b pixel = canvas.At<Vec3b>((int)Math.Round(face[(2 * i) + 1]), (int)Math.Round(face[2 * i]));
            Math.Max(pixel.Item0, Math.Max(pixel.Item1, pixel.Item2)).ShouldBeGreaterThan((byte)100, $"point {i}");
        }
        Vec3b corner = canvas.At<Vec3b>(1, 1);
        (corner.Item0, corner.Item1, corner.Item2).ShouldBe(((byte)24, (byte)20, (byte)18));
    }

    [Fact]
    public void Points_far_outside_the_picture_are_drawn_nowhere()
    {
        using Mat canvas = new(50, 50, MatType.CV_8UC3);
        float[] face = new float[FacePoints.Values];
        Array.Fill(face, 1e30f);
        KeypointCurves.Draw(canvas, face);
        canvas.At<Vec3b>(25, 25).Item0.ShouldBe((byte)24);
    }
}
