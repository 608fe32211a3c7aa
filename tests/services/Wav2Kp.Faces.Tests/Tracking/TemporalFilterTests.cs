using Shouldly;
using Xunit;

namespace Wav2Kp.Faces.Tests.Tracking;

public sealed class TemporalFilterTests
{
    private const int Frames = 60;

    // as large as in GRID: 62 px between the eyes' corners, and the noise of a good network
    private const double Scale = 62, Noise = 0.2;

    [Fact]
    public void A_still_face_shimmers_at_most_half_as_much()
    {
        float[][] noisy = Talk(_ => 0, Noise), filtered = Filter(noisy);

        Jitter(filtered).ShouldBeLessThan(0.5 * Jitter(noisy));
    }

    [Fact]
    public void A_mouth_closes_on_its_frame_and_not_a_frame_before_or_after()
    {
        float[][] noisy = Talk(frame => frame < 30 ? 10 : 0, Noise), filtered = Filter(noisy);

        for (int frame = 0; frame < Frames; frame++)
        {
            FacePoints.MouthOpening(filtered[frame]).ShouldBe(FacePoints.MouthOpening(noisy[frame]), 1.2, $"frame {frame}");
        }
        FacePoints.MouthOpening(filtered[29]).ShouldBeGreaterThan(8.5f);
        FacePoints.MouthOpening(filtered[30]).ShouldBeLessThan(2);
    }

    [Fact]
    public void Fast_speech_keeps_its_peaks_and_its_course()
    {
        // six openings a second at 25 frames per second, of 9 px
        float[][] noisy = Talk(frame => 4.5 * (1 - Math.Cos(frame / 25.0 * 2 * Math.PI * 6)), Noise), filtered = Filter(noisy);

        double[] before = [.. noisy.Select(points => (double)FacePoints.MouthOpening(points))], after = [.. filtered.Select(points => (double)FacePoints.MouthOpening(points))];
        Correlation(before, after).ShouldBeGreaterThan(0.99);
        (after.Max() / before.Max()).ShouldBeInRange(0.95, 1.05);
    }

    [Fact]
    public void A_head_that_moves_is_not_left_behind()
    {
        float[][] moving = [.. Talk(_ => 3, 0).Select((points, frame) => SimilarityTransform.From(1, 0, frame < 20 ? 0 : frame < 40 ? 2 * (frame - 20) : 40, 0).Apply(points))];

        float[][] filtered = Filter(moving);

        for (int frame = 0; frame < Frames; frame++)
        {
            FacePoints.NormalisedError(filtered[frame], moving[frame]).ShouldBeLessThan(0.01f, $"frame {frame}");
        }
    }

    [Fact]
    public void Live_points_are_steadied_and_a_closing_mouth_is_at_most_a_frame_late()
    {
        float[][] still = Talk(_ => 0, Noise), closing = Talk(frame => frame < 30 ? 10 : 0, Noise);

        Jitter(Live(still)).ShouldBeLessThan(0.6 * Jitter(still));
        float[][] closed = Live(closing);
        FacePoints.MouthOpening(closed[29]).ShouldBeGreaterThan(8);
        FacePoints.MouthOpening(closed[31]).ShouldBeLessThan(3);
    }

    [Fact]
    public void The_live_filter_wants_times_that_rise()
    {
        LivePointFilter filter = new();
        float[] points = [.. FaceCrop.Canonical];
        filter.Filter(points, 1);

        Should.Throw<ArgumentException>(() => filter.Filter(points, 1));
        filter.Reset();
        filter.Filter(points, 0.5);
    }

    private static float[][] Live(float[][] frames)
    {
        LivePointFilter filter = new();
        return [.. frames.Select((points, frame) =>
        {
            float[] copy = [.. points];
            filter.Filter(copy, frame / 25.0);
            return copy;
        })];
    }

    private static float[][] Filter(float[][] frames)
    {
        TemporalFilter filter = new();
        return [.. frames.Select((points, frame) => filter.Filtered(frame, at => at >= 0 && at < frames.Length ? frames[at] : null, points))];
    }

    private static float[][] Talk(Func<int, double> opening, double noise)
    {
        Random random = new(5);
        SimilarityTransform place = SimilarityTransform.From(Scale, 0.05, 180, 120);
        return [.. Enumerable.Range(0, Frames).Select(frame =>
        {
            float[] face = [.. FaceCrop.Canonical];
            // the lower lip's points go down
            foreach (int point in (int[])[55, 56, 57, 58, 59, 65, 66, 67])
            {
                face[(2 * point) + 1] += (float)(opening(frame) / Scale);
            }
            float[] points = place.Apply(face);
            for (int i = 0; i < points.Length; i++)
            {
                points[i] += (float)(noise * Gauss(random));
            }
            return points;
        })];
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Jitter(float[][] frames)
    {
        double sum = 0;
        for (int frame = 1; frame < frames.Length; frame++)
        {
            for (int i = 2 * FacePoints.MouthRight; i < FacePoints.Values; i += 2)
            {
                sum += Math.Sqrt(Math.Pow(frames[frame][i] - frames[frame - 1][i], 2) + Math.Pow(frames[frame][i + 1] - frames[frame - 1][i + 1], 2));
            }
        }
        return sum / (frames.Length - 1) / 20;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
