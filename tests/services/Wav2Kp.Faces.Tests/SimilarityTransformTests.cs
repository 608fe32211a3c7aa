using Shouldly;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public class SimilarityTransformTests
{
    private static readonly float[] s_points = [0, 0, 4, 1, 2, 5, -3, 2, 7, -6];

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(2.5, 0.4, 12, -7)]
    [InlineData(0.1, -3.0, 0, 100)]
    [InlineData(30, Math.PI / 2, -5, 5)]
    public void A_known_similarity_is_found_again(double scale, double rotation, double tx, double ty)
    {
        SimilarityTransform truth = SimilarityTransform.From(scale, rotation, tx, ty);

        SimilarityTransform found = SimilarityTransform.Fit(s_points, truth.Apply(s_points));

        found.Scale.ShouldBe(scale, 1e-5 * scale);
        found.Rotation.ShouldBe(rotation, 1e-5);
        found.Tx.ShouldBe(tx, 1e-4);
        found.Ty.ShouldBe(ty, 1e-4);
    }

    [Fact]
    public void A_rotation_turns_clockwise_on_a_screen_whose_y_points_down()
    {
        (double x, double y) = SimilarityTransform.From(1, Math.PI / 2, 0, 0).Apply(1, 0);

        x.ShouldBe(0, 1e-12);
        y.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void The_fit_is_the_least_squares_one()
    {
        float[] target = [.. SimilarityTransform.From(3, 0.7, 5, 6).Apply(s_points).Select((value, i) => value + (0.3f * MathF.Sin(7 * i)))];
        SimilarityTransform best = SimilarityTransform.Fit(s_points, target);
        double least = Residual(best);

        foreach (double step in new[] { -1e-3, 1e-3 })
        {
            Residual(best with { A = best.A + step }).ShouldBeGreaterThan(least);
            Residual(best with { B = best.B + step }).ShouldBeGreaterThan(least);
            Residual(best with { Tx = best.Tx + step }).ShouldBeGreaterThan(least);
            Residual(best with { Ty = best.Ty + step }).ShouldBeGreaterThan(least);
        }

        double Residual(SimilarityTransform transform)
        {
            double sum = 0;
            for (int i = 0; i < target.Length; i += 2)
            {
                (double x, double y) = transform.Apply(s_points[i], s_points[i + 1]);
                sum += Math.Pow(x - target[i], 2) + Math.Pow(y - target[i + 1], 2);
            }
            return sum;
        }
    }

    [Fact]
    public void Only_the_chosen_points_count()
    {
        SimilarityTransform truth = SimilarityTransform.From(2, 0.1, 3, 4);
        float[] target = truth.Apply(s_points);
        target[8] += 1000;

        SimilarityTransform.Fit(s_points, target, [0, 1, 2, 3]).Scale.ShouldBe(2, 1e-5);
    }

    [Fact]
    public void A_mirrored_face_is_not_reflected_onto_another()
    {
        float[] mirrored = [.. s_points.Select((value, i) => i % 2 == 0 ? -value : value)];

        SimilarityTransform found = SimilarityTransform.Fit(s_points, mirrored);

        found.Apply(s_points).Zip(mirrored, (x, y) => Math.Abs(x - y)).Max().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_inverse_undoes_and_a_chain_applies_in_order()
    {
        SimilarityTransform first = SimilarityTransform.From(2, 0.3, 5, -1);
        SimilarityTransform second = SimilarityTransform.From(0.5, -1.2, 0, 9);

        float[] there = first.Then(second).Apply(s_points);
        there.ShouldBe(second.Apply(first.Apply(s_points)), 1e-4);
        second.Inverse().Then(first.Inverse()).Apply(there).ShouldBe(s_points, 1e-4);
        SimilarityTransform.FromMatrix(first.ToMatrix()).Apply(s_points).ShouldBe(first.Apply(s_points), 1e-4);
    }

    [Fact]
    public void Points_that_coincide_are_refused()
    {
        Should.Throw<ArgumentException>(() => SimilarityTransform.Fit([1, 1, 1, 1], [0, 0, 1, 1]));
        Should.Throw<ArgumentException>(() => SimilarityTransform.Fit([1, 1], [0, 0]));
        Should.Throw<ArgumentException>(() => SimilarityTransform.Fit([1, 1, 2, 2], [0, 0]));
        Should.Throw<ArgumentException>(() => SimilarityTransform.FromMatrix([1, 0, 0, 0, -1, 0]));
    }
}
