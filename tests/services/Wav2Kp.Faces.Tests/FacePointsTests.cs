using Shouldly;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public class FacePointsTests
{
    [Fact]
    public void The_groups_cover_every_point_once()
    {
        Range[] groups =
        [
            FacePoints.Jaw, FacePoints.RightBrow, FacePoints.LeftBrow, FacePoints.NoseBridge, FacePoints.NoseBase,
            FacePoints.RightEye, FacePoints.LeftEye, FacePoints.OuterLips, FacePoints.InnerLips,
        ];

        groups.SelectMany(group => Enumerable.Range(0, FacePoints.Count).Take(group)).ShouldBe(Enumerable.Range(0, FacePoints.Count));
    }

    [Fact]
    public void Mirroring_twice_changes_nothing_and_keeps_to_the_groups()
    {
        int[] mirror = FacePoints.Mirror.ToArray();

        mirror.Length.ShouldBe(FacePoints.Count);
        mirror.Select(i => mirror[i]).ShouldBe(Enumerable.Range(0, FacePoints.Count));
        mirror[FacePoints.EyeOuterRight].ShouldBe(FacePoints.EyeOuterLeft);
        mirror[FacePoints.MouthRight].ShouldBe(FacePoints.MouthLeft);
        mirror[FacePoints.InnerLipTop].ShouldBe(FacePoints.InnerLipTop);
    }

    [Fact]
    public void An_error_is_the_mean_distance_over_that_of_the_eyes()
    {
        float[] truth = new float[FacePoints.Values];
        truth[2 * FacePoints.EyeOuterLeft] = 50;
        float[] moved = [.. truth.Select((value, i) => i % 2 == 0 ? value + 3 : value + 4)];

        FacePoints.InterOcularDistance(truth).ShouldBe(50);
        FacePoints.NormalisedError(moved, truth).ShouldBe(0.1f, 1e-6f);
        FacePoints.NormalisedError(truth, truth).ShouldBe(0);
    }
}
