using OpenCvSharp;
using Shouldly;
using Wav2Kp.Faces.Evaluation;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Faces.Tests;

public sealed class LandmarkEvaluatorTests
{
    [Fact]
    public void A_third_partys_network_gets_the_figures_that_are_known_of_it()
    {
        using LabelledPictures set = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        NetworkFigures figures = LandmarkEvaluator.Measure(set, () => new OnnxLandmarkNetwork(TestClips.Network), "slim_160", cancellationToken: TestContext.Current.CancellationToken);
        figures.NmeMean.ShouldBe(0.0664, 0.0005);
        figures.FailureRate.ShouldBe(0.161, 0.006);
        figures.NmeMedian.ShouldBeLessThan(figures.NmeMean);
        figures.CalibrationError.ShouldBeNull("it does not say how sure it is");
        figures.Fps!.Value.ShouldBeGreaterThan(10);
        (((17 * figures.Regions["jaw"]) + (10 * figures.Regions["brows"]) + (9 * figures.Regions["nose"]) + (12 * figures.Regions["eyes"]) + (20 * figures.Regions["lips"])) / 68).ShouldBe(figures.NmeMean, 1e-6);
    }

    [Fact]
    public void Our_network_says_how_sure_it_is_and_means_it()
    {
        using LabelledPictures set = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        NetworkFigures figures = LandmarkEvaluator.Measure(set, LandmarkNetwork.Default, "wav2kp", cancellationToken: TestContext.Current.CancellationToken);
        figures.CalibrationError!.Value.ShouldBeLessThan(0.06);
        figures.NmeMean.ShouldBeLessThan(0.055);
    }

    [Fact]
    public void Faces_that_are_not_found_fail_and_do_not_count_in_the_mean()
    {
        using LabelledPictures set = LabelledPictures.Load(SharedFolder.PathOf("data", "landmarks68", "test.json"));
        int asked = 0;
        // the truth for one half, nothing or a face elsewhere for the other
        NetworkFigures figures = LandmarkEvaluator.MeasureFound(set, picture =>
        {
            picture.Width.ShouldBe(192);
            float[] truth = set.Items[asked].Points;
            return (asked++ % 4) switch { 0 => [], 1 => [[.. truth.Select(value => value + 150)]], _ => [[.. truth.Select(value => value + 150)], truth] };
        }, "half", "test", out double found, cancellationToken: TestContext.Current.CancellationToken);
        found.ShouldBe(0.5, 0.01);
        figures.NmeMean.ShouldBe(0, 1e-9);
        figures.FailureRate.ShouldBe(1 - found, 1e-9);
        figures.Errors.Count(double.IsNaN).ShouldBe((int)Math.Round(385 * (1 - found)));
    }

    [Fact]
    public void Calibration_compares_confidence_with_how_often_it_is_right()
    {
        LandmarkEvaluator.Calibration([0.95f, 0.95f, 0.05f, 0.05f], [0.01, 0.02, 0.2, 0.3]).ShouldBe(0.05, 1e-6);
        LandmarkEvaluator.Calibration([0.95f, 0.95f], [0.5, 0.5]).ShouldBe(0.95, 1e-6);
        LandmarkEvaluator.Median([1, 2, 10]).ShouldBe(2);
        LandmarkEvaluator.Median([1, 2, 3, 10]).ShouldBe(2.5);
    }

    [Fact]
    public void The_curve_rises_with_the_share_of_faces()
    {
        double[] errors = [0.02, 0.04, 0.06, double.NaN];
        ErrorCurve.ShareBelow(errors, 0.01).ShouldBe(0);
        ErrorCurve.ShareBelow(errors, 0.04).ShouldBe(0.5);
        ErrorCurve.ShareBelow(errors, 1).ShouldBe(0.75, "a face that was not found stays above every error");
        NetworkFigures figures = new() { Network = "x", Source = "x", Pictures = 4, NmeMean = 0.04, NmeMedian = 0.04, FailureRate = 0.25, Regions = new Dictionary<string, double>(), Errors = errors };
        using Mat picture = ErrorCurve.Draw("four faces", [figures]);
        using Mat blank = ErrorCurve.Draw("four faces", [figures with { Errors = [double.NaN] }]);
        using Mat difference = new();
        Cv2.Absdiff(picture, blank, difference);
        Cv2.Sum(difference).Val0.ShouldBeGreaterThan(1000);
    }
}
