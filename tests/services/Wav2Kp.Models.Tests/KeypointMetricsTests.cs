using Shouldly;
using Wav2Kp.Faces;
using Xunit;

namespace Wav2Kp.Models.Tests;

/// <summary>Every figure on cases that can be worked out by hand.</summary>
public sealed class KeypointMetricsTests
{
    private static readonly byte[] s_twoValid = [1, 1];

    [Fact]
    public void A_perfect_prediction_has_no_error()
    {
        float[] truth = [.. Face(4), .. Face(8)];
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, truth, s_twoValid);
        metrics.MeanSquaredError.ShouldBe(0);
        metrics.LandmarkDistance.ShouldBe(0);
        metrics.NormalisedDistance.ShouldBe(0);
        metrics.LipDistance.ShouldBe(0);
        metrics.MouthCorrelation.ShouldBe(1, 1e-9);
        metrics.MouthRange.ShouldBe(1, 1e-9);
        metrics.VelocityError.ShouldBe(0);
        metrics.Frames.ShouldBe(2);
    }

    [Fact]
    public void A_face_moved_by_3_and_4_pixels_is_5_pixels_away()
    {
        float[] truth = Face(4);
        float[] predicted = [.. truth.Select((value, i) => value + (i % 2 == 0 ? 3 : 4))];
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, predicted, [1]);
        metrics.LandmarkDistance.ShouldBe(5, 1e-6);
        metrics.LipDistance.ShouldBe(5, 1e-6);
        // the outer eye corners are 100 px apart
        metrics.NormalisedDistance.ShouldBe(0.05, 1e-8);
        metrics.MeanSquaredError.ShouldBe((9 + 16) / 2.0, 1e-6);
        // one frame: nothing moves
        metrics.MouthCorrelation.ShouldBe(double.NaN);
        metrics.VelocityError.ShouldBe(double.NaN);
    }

    [Fact]
    public void Lip_distance_counts_points_48_to_67_alone()
    {
        float[] truth = Face(4), predicted = Face(4);
        predicted[(2 * 47) + 1] += 10;
        KeypointMetrics.Compare(truth, predicted, [1]).LipDistance.ShouldBe(0);
        predicted[2 * 48] += 10;
        predicted[2 * 67] += 10;
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, predicted, [1]);
        metrics.LipDistance.ShouldBe(20.0 / 20, 1e-6);
        metrics.LandmarkDistance.ShouldBe(30.0 / 68, 1e-6);
    }

    [Fact]
    public void A_mouth_that_opens_half_as_far_has_full_correlation_and_half_the_range()
    {
        float[] truth = [.. Face(2), .. Face(10), .. Face(6)], predicted = [.. Face(4), .. Face(8), .. Face(6)];
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, predicted, [1, 1, 1]);
        metrics.MouthCorrelation.ShouldBe(1, 1e-9);
        metrics.MouthRange.ShouldBe(0.5, 1e-6);
    }

    [Fact]
    public void A_mouth_that_closes_when_it_should_open_has_a_correlation_of_minus_one()
    {
        float[] truth = [.. Face(2), .. Face(10)], predicted = [.. Face(10), .. Face(2)];
        KeypointMetrics.Compare(truth, predicted, s_twoValid).MouthCorrelation.ShouldBe(-1, 1e-9);
    }

    [Fact]
    public void A_mouth_held_still_has_no_correlation_but_a_range_of_zero()
    {
        float[] truth = [.. Face(2), .. Face(10)], predicted = [.. Face(6), .. Face(6)];
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, predicted, s_twoValid);
        metrics.MouthCorrelation.ShouldBe(double.NaN);
        metrics.MouthRange.ShouldBe(0);
        metrics.ToDictionary().Keys.ShouldNotContain("mouth_r");
        metrics.ToDictionary()["mouth_range"].ShouldBe(0);
    }

    [Fact]
    public void Velocity_error_is_the_distance_between_displacements()
    {
        // the true lower inner lip moves down by 8 px, the predicted one by 2 px; the other 67 points stay
        float[] truth = [.. Face(2), .. Face(10)], predicted = [.. Face(2), .. Face(4)];
        KeypointMetrics.Compare(truth, predicted, s_twoValid).VelocityError.ShouldBe(6.0 / 68, 1e-6);
    }

    [Fact]
    public void Invalid_frames_do_not_count()
    {
        float[] truth = [.. Face(2), .. new float[FacePoints.Values], .. Face(10)];
        float[] predicted = [.. Face(2), .. Enumerable.Repeat(1e6f, FacePoints.Values), .. Face(10)];
        KeypointMetrics metrics = KeypointMetrics.Compare(truth, predicted, [1, 0, 1]);
        metrics.LandmarkDistance.ShouldBe(0);
        metrics.Frames.ShouldBe(2);
        metrics.MouthCorrelation.ShouldBe(1, 1e-9);
        // its neighbours are not neighbours of each other
        metrics.VelocityError.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_clip_without_a_valid_frame_has_no_figures() =>
        KeypointMetrics.Compare(new float[FacePoints.Values], new float[FacePoints.Values], [0]).ToDictionary().ShouldBeEmpty();

    [Fact]
    public void Means_leave_out_what_is_not_defined()
    {
        KeypointMetrics mean = KeypointMetrics.Mean([
            new KeypointMetrics { LandmarkDistance = 1, MouthCorrelation = 0.5, Frames = 10 },
            new KeypointMetrics { LandmarkDistance = 3, MouthCorrelation = double.NaN, Frames = 20 },
        ]);
        mean.LandmarkDistance.ShouldBe(2);
        mean.MouthCorrelation.ShouldBe(0.5);
        mean.LipDistance.ShouldBe(double.NaN);
        mean.Frames.ShouldBe(30);
    }

    [Fact]
    public void Arrays_of_other_lengths_are_refused() =>
        Should.Throw<ArgumentException>(() => KeypointMetrics.Compare(new float[136], new float[137], [1]));

    /// <summary>A face whose outer eye corners are 100 px apart and whose mouth is open by so many px.</summary>
    private static float[] Face(float opening)
    {
        float[] face = new float[FacePoints.Values];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            face[2 * i] = 10 * (i % 8);
            face[(2 * i) + 1] = 10 * (i / 8);
        }
        (face[2 * 36], face[(2 * 36) + 1], face[2 * 45], face[(2 * 45) + 1]) = (0, 50, 100, 50);
        (face[2 * 62], face[(2 * 62) + 1], face[2 * 66], face[(2 * 66) + 1]) = (50, 80, 50, 80 + opening);
        return face;
    }
}
