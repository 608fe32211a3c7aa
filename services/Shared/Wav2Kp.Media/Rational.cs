using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Media;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator: frame rates (30000/1001), time bases and timestamps, so
/// that an hour of video is as exactly in step as its first second. As JSON it is its text, <c>"30000/1001"</c>.
/// </summary>
[JsonConverter(typeof(RationalJsonConverter))]
public readonly record struct Rational : IComparable<Rational>
{
    // less one, so that default(Rational) is 0/1 and not the meaningless 0/0
    private readonly long _denominatorLessOne;

    /// <summary>The fraction in lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">A part does not fit 64 bits.</exception>
    public Rational(long numerator, long denominator) : this((Int128)numerator, denominator)
    {
    }

    private Rational(Int128 numerator, Int128 denominator)
    {
        if (denominator == 0)
        {
            throw new DivideByZeroException("A fraction's denominator cannot be zero.");
        }
        if (denominator < 0)
        {
            (numerator, denominator) = (-numerator, -denominator);
        }
        Int128 divisor = GreatestCommonDivisor(Int128.Abs(numerator), denominator);
        Numerator = checked((long)(numerator / divisor));
        _denominatorLessOne = checked((long)(denominator / divisor)) - 1;
    }

    /// <summary>Zero.</summary>
    public static Rational Zero => default;

    /// <summary>The numerator, negative for a negative fraction.</summary>
    public long Numerator { get; }

    /// <summary>The denominator, at least 1.</summary>
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>One over this.</summary>
    /// <exception cref="DivideByZeroException">It is zero.</exception>
    public Rational Reciprocal => new(Denominator, Numerator);

    /// <summary>As seconds, to the nearest tick of 100 ns.</summary>
    public TimeSpan ToTimeSpan() => new((this * TimeSpan.TicksPerSecond).Round());

    /// <summary>A duration in seconds, exactly.</summary>
    public static Rational FromTimeSpan(TimeSpan time) => new(time.Ticks, TimeSpan.TicksPerSecond);

    /// <summary>The largest integer that is not above it.</summary>
    public long Floor()
    {
        long quotient = Math.DivRem(Numerator, Denominator, out long remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The nearest integer; halves go up.</summary>
    public long Round() => (this + new Rational(1, 2)).Floor();

    /// <summary>Reads <c>30000/1001</c>, <c>30000:1001</c>, <c>25</c> or a plain decimal such as <c>29.97</c>, exactly.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static Rational Parse(string text) => TryParse(text, out Rational value)
        ? value
        : throw new FormatException($"'{text}' is not a fraction such as 30000/1001 or 25.");

    /// <summary>As <see cref="Parse"/>, without an exception; ffprobe's <c>0/0</c> (unknown) is not a value.</summary>
    public static bool TryParse(string? text, out Rational value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }
        string[] parts = text.Split(['/', ':'], 2);
        if (parts.Length == 2)
        {
            if (!TryParseInteger(parts[0], out long numerator) || !TryParseInteger(parts[1], out long denominator) || denominator == 0)
            {
                return false;
            }
            value = new Rational(numerator, denominator);
            return true;
        }
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }
        long scale = 1;
        while (number != decimal.Truncate(number) && scale <= long.MaxValue / 10 && Math.Abs(number) < long.MaxValue / 10)
        {
            number *= 10;
            scale *= 10;
        }
        if (Math.Abs(number) > long.MaxValue)
        {
            return false;
        }
        value = new Rational((long)Math.Round(number), scale);
        return true;
    }

    /// <summary><c>30000/1001</c>, or <c>25</c> for an integer.</summary>
    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <inheritdoc/>
    public int CompareTo(Rational other) => ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <summary>Numerator and denominator.</summary>
    public void Deconstruct(out long numerator, out long denominator) => (numerator, denominator) = (Numerator, Denominator);

    /// <summary>An integer as a fraction.</summary>
    public static implicit operator Rational(long value) => new(value, 1);

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        new(((Int128)a.Numerator * b.Denominator) + ((Int128)b.Numerator * a.Denominator), (Int128)a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>The opposite.</summary>
    public static Rational operator -(Rational a) => new(-(Int128)a.Numerator, a.Denominator);

    /// <summary>The product.</summary>
    public static Rational operator *(Rational a, Rational b) => new((Int128)a.Numerator * b.Numerator, (Int128)a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    public static Rational operator /(Rational a, Rational b) => new((Int128)a.Numerator * b.Denominator, (Int128)a.Denominator * b.Numerator);

    /// <summary>Whether <paramref name="a"/> is below <paramref name="b"/>.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Whether <paramref name="a"/> is above <paramref name="b"/>.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Whether <paramref name="a"/> is not above <paramref name="b"/>.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Whether <paramref name="a"/> is not below <paramref name="b"/>.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    private static bool TryParseInteger(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value);

    private static Int128 GreatestCommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }

    private sealed class RationalJsonConverter : JsonConverter<Rational>
    {
        public override Rational Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.GetDecimal().ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            return TryParse(text, out Rational value) ? value : throw new JsonException($"'{text}' is not a fraction such as \"30000/1001\".");
        }

        public override void Write(Utf8JsonWriter writer, Rational value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
