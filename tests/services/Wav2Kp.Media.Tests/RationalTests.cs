using System.Text.Json;
using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class RationalTests
{
    [Fact]
    public void A_fraction_is_kept_in_lowest_terms_with_a_positive_denominator()
    {
        new Rational(60000, 2002).ShouldBe(new Rational(30000, 1001));
        new Rational(3, -6).ToString().ShouldBe("-1/2");
        new Rational(0, 7).ShouldBe(Rational.Zero);
        default(Rational).ToString().ShouldBe("0");
        default(Rational).Denominator.ShouldBe(1);
    }

    [Fact]
    public void A_zero_denominator_throws() => Should.Throw<DivideByZeroException>(() => new Rational(1, 0));

    [Theory]
    [InlineData("30000/1001", 30000, 1001)]
    [InlineData("25", 25, 1)]
    [InlineData("12:11", 12, 11)]
    [InlineData("29.97", 2997, 100)]
    [InlineData("-0.040000", -1, 25)]
    public void Text_is_read_exactly(string text, long numerator, long denominator) => Rational.Parse(text).ShouldBe(new Rational(numerator, denominator));

    [Theory]
    [InlineData("")]
    [InlineData("0/0")]
    [InlineData("N/A")]
    [InlineData("1/2/3")]
    [InlineData("1e3")]
    public void What_is_no_fraction_is_refused(string text)
    {
        Rational.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Rational.Parse(text)).Message.ShouldContain("30000/1001");
    }

    [Fact]
    public void A_frame_an_hour_on_is_exactly_where_it_belongs()
    {
        Rational rate = new(30000, 1001);
        Rational time = rate.Reciprocal * 107892;
        (time * rate).ShouldBe((Rational)107892);
        (time * 16000).Round().ShouldBe((long)Math.Round(107892.0 * 1001 / 30000 * 16000));
    }

    [Fact]
    public void Arithmetic_and_order_are_exact_beyond_64_bits_in_between()
    {
        Rational tiny = new(1, 3_000_000_019);
        Rational close = new(1, 3_000_000_037);
        (tiny > close).ShouldBeTrue();
        (tiny - close + close).ShouldBe(tiny);
        (new Rational(1, 3) + new Rational(1, 6)).ShouldBe(new Rational(1, 2));
        (new Rational(1, 3) / new Rational(2, 3)).ShouldBe(new Rational(1, 2));
    }

    [Fact]
    public void A_result_that_does_not_fit_throws_instead_of_wrapping_round() =>
        Should.Throw<OverflowException>(() => new Rational(long.MaxValue, 1) * 2);

    [Theory]
    [InlineData(7, 2, 3, 4)]
    [InlineData(-7, 2, -4, -3)]
    [InlineData(-1, 3, -1, 0)]
    public void Floor_goes_down_and_round_to_the_nearest(long numerator, long denominator, long floor, long round)
    {
        new Rational(numerator, denominator).Floor().ShouldBe(floor);
        new Rational(numerator, denominator).Round().ShouldBe(round);
    }

    [Fact]
    public void As_JSON_it_is_its_text()
    {
        JsonSerializer.Serialize(new Rational(30000, 1001)).ShouldBe("\"30000/1001\"");
        JsonSerializer.Deserialize<Rational>("\"30000/1001\"").ShouldBe(new Rational(30000, 1001));
        JsonSerializer.Deserialize<Rational>("25").ShouldBe((Rational)25);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Rational>("\"fast\""));
    }

    [Fact]
    public void A_time_span_goes_there_and_back() =>
        Rational.FromTimeSpan(TimeSpan.FromMilliseconds(40)).ToTimeSpan().ShouldBe(TimeSpan.FromMilliseconds(40));
}
