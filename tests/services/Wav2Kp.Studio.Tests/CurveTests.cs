using Wav2Kp.Studio.Components;
using Wav2Kp.Studio.Components.Charts;

namespace Wav2Kp.Studio.Tests;

public sealed class CurveTests
{
    [Fact]
    public void A_smoothed_constant_is_that_constant_from_the_first_point_on() =>
        CurvePlot.Smooth([.. Enumerable.Range(0, 20).Select(i => new CurvePoint(i, 3))], 0.9).ShouldAllBe(p => Math.Abs(p.Y!.Value - 3) < 1e-12);

    [Fact]
    public void Smoothing_is_an_exponential_mean_and_keeps_gaps()
    {
        var smooth = CurvePlot.Smooth([new(0, 1), new(1, null), new(2, 3)], 0.5);
        smooth[0].Y.ShouldBe(1);
        smooth[1].Y.ShouldBeNull();
        smooth[2].Y!.Value.ShouldBe((0.25 * 1 + 0.5 * 3) / 0.75, 1e-12);
    }

    [Fact]
    public void A_gap_breaks_the_line()
    {
        var plot = Plot([new(0, 1), new(1, 2), new(2, null), new(3, 1)])!;
        plot.Paths[0].Shown.Count(c => c == 'M').ShouldBe(2);
        plot.Paths[0].Shown.Count(c => c == 'L').ShouldBe(1);
    }

    [Fact]
    public void A_logarithmic_scale_leaves_out_what_it_has_no_place_for_and_says_how_many()
    {
        var plot = Plot([new(0, 1), new(1, 0), new(2, -1), new(3, 1000)], log: true)!;
        plot.Hidden.ShouldBe(2);
        plot.YTicks.Select(t => t.Label).ShouldBe(["1", "10", "100", "1000"]);
        Plot([new(0, 0), new(1, -1)], log: true).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1e-300, 2e-300)]
    [InlineData(0, 1e-15)]
    public void Whatever_the_range_every_number_lies_in_the_picture(double low, double high)
    {
        var plot = Plot([new(0, low), new(1e6, high)])!;
        plot.YTicks.ShouldAllBe(t => t.At >= 0 && t.At <= CurvePlot.Height);
        plot.XTicks.Count.ShouldBeInRange(2, 12);
        plot.Paths[0].Shown.ShouldNotContain("NaN");
        plot.Paths[0].Shown.ShouldNotContain("∞");
        plot.YTicks.Count.ShouldBeLessThan(15);
    }

    [Fact]
    public void A_single_point_is_seen() => Plot([new(7, 0.5)])!.Paths[0].Shown.ShouldEndWith("h0");

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.83456789, "0.8346")]
    [InlineData(12345.678, "12350")]
    [InlineData(1234567.0, "1234567")]
    [InlineData(0.00012, "1.20e-4")]
    [InlineData(double.NaN, "–")]
    public void Numbers_are_short(double value, string text) => Text.Number(value).ShouldBe(text);

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.7, "0 min 59 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(90000, "1 d 1 h")]
    public void Spans_of_time_are_short(double seconds, string text) => Text.Span(seconds).ShouldBe(text);

    private static CurvePlot? Plot(CurvePoint[] points, bool log = false) => CurvePlot.Of([new CurveLine("x", 0, points)], CurveAxis.Step, log, 0);

    [Fact]
    public void A_script_learns_where_the_steps_are_to_look_closer_at_some()
    {
        // seconds are not evenly apart: the places say which step is where
        CurveLine line = new("loss", 0, [new CurvePoint(0, 1, 0), new CurvePoint(1, 0.5, 100), new CurvePoint(10, 0.2, 200)]);
        CurvePlot.Of([line], CurveAxis.Time, log: false, smoothing: 0)!.Places.ShouldBe("62:0 118.4:100 626:200");
        CurveLine longer = new("loss", 0, [.. Enumerable.Range(0, 400).Select(i => new CurvePoint(i, 1, i))]);
        string[] places = CurvePlot.Of([longer], CurveAxis.Step, log: false, smoothing: 0)!.Places.Split(' ');
        places.Length.ShouldBeInRange(40, 80);
        (places[0], places[^1]).ShouldBe(("62:0", "626:399"));
    }
}
