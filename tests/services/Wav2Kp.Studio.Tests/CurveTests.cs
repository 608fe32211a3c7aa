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
    [InlineData(1e17, 100000000000000016.0)]
    public void Whatever_the_range_every_number_lies_in_the_picture(double low, double high)
    {
        var plot = Plot([new(0, low), new(1e6, high)])!;
        plot.YTicks.ShouldAllBe(t => t.At >= 0 && t.At <= CurvePlot.Height);
        plot.XTicks.Count.ShouldBeInRange(2, 12);
        plot.Paths[0].Shown.ShouldNotContain("NaN");
        plot.Paths[0].Shown.ShouldNotContain("∞");
        plot.YTicks.Count.ShouldBeLessThan(15);
    }

    [Theory]
    [InlineData(0.6, 1.5, "0.6 0.8 1.0 1.2 1.4")]
    [InlineData(0, 0.001, "0 2e-4 4e-4 6e-4 8e-4 1e-3")]
    [InlineData(0.91, 0.93, "0.910 0.915 0.920 0.925 0.930")]
    [InlineData(620, 1370, "600 800 1000 1200 1400")]
    [InlineData(9000, 21000, "10k 12k 14k 16k 18k 20k")]
    [InlineData(2e6, 4e6, "2.0M 2.5M 3.0M 3.5M 4.0M")]
    [InlineData(-0.004, 0.004, "-4e-3 -2e-3 0 2e-3 4e-3")]
    [InlineData(0, 5e12, "0 1e+12 2e+12 3e+12 4e+12 5e+12")]
    public void The_values_of_an_axis_are_told_alike_and_apart(double low, double high, string labels) =>
        AxisScale.Round(low - 0.04 * (high - low), high + 0.04 * (high - low)).Select(t => t.Label).ShouldBe(labels.Split(' '));

    [Theory]
    [InlineData(0, 12, "0 s,2 s,4 s,6 s,8 s,10 s,12 s")]
    [InlineData(0, 600, "0 min,2 min,4 min,6 min,8 min,10 min")]
    [InlineData(0, 36000, "0 h,2 h,4 h,6 h,8 h,10 h")]
    [InlineData(0, 864000, "0 d,2 d,4 d,6 d,8 d,10 d")]
    public void Time_is_told_in_the_unit_of_the_whole(double low, double high, string labels) => string.Join(',', AxisScale.Seconds(low, high).Select(t => t.Label)).ShouldBe(labels);

    [Theory]
    [InlineData(1, 100000, "1 10 100 1000 10k 100k")]
    [InlineData(1e-5, 1, "1e-5 1e-4 1e-3 0.01 0.1 1")]
    [InlineData(0.2, 0.6, "0.2 0.3 0.4 0.5 0.6")]
    public void Powers_of_ten_are_told_shortly(double low, double high, string labels) =>
        AxisScale.Powers(Math.Log10(low) - 0.01, Math.Log10(high) + 0.01).Select(t => t.Label).ShouldBe(labels.Split(' '));

    [Theory]
    [InlineData(0, 0.001, CurveAxis.Step, 2)]
    [InlineData(0.917612, 0.917648, CurveAxis.Epoch, 40)]
    [InlineData(-123456.7, 123456.7, CurveAxis.Time, 12)]
    [InlineData(1, 2, CurveAxis.Time, 7000)]
    [InlineData(1, 2, CurveAxis.Step, 123456)]
    public void Every_label_has_room_also_on_a_telephone_where_its_letters_are_twice_as_large(double low, double high, CurveAxis axis, double last)
    {
        const double letter = 12.5;
        var plot = CurvePlot.Of([new CurveLine("x", 0, [new(0, low), new(last, high)])], axis, log: false, smoothing: 0)!;
        plot.YTicks.ShouldAllBe(t => t.Label.Length * letter <= plot.Left - CurvePlot.Gap);
        plot.YTicks.Select(t => t.Label).ShouldBeUnique();
        double free = 0;
        foreach (var tick in plot.XTicks.Where(t => t.Label.Length > 0))
        {
            double width = tick.Label.Length * letter, from = tick.AtEnd ? CurvePlot.Width - width : tick.At - width / 2;
            from.ShouldBeGreaterThanOrEqualTo(free);
            free = from + width;
        }
        free.ShouldBeLessThanOrEqualTo(CurvePlot.Width);
        plot.XTicks.Count(t => t.Label.Length > 0).ShouldBeGreaterThan(2);
        plot.Places.ShouldStartWith(plot.Left.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + ":");
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
