namespace Wav2Kp.Catalog.Filters;

/// <summary>A filter or an order that cannot be understood.</summary>
public sealed class FilterException : Exception
{
    private const int HintWidth = 100;

    /// <summary>Says what is wrong with <paramref name="expression"/> and where.</summary>
    /// <param name="message">What is wrong and what was expected.</param>
    /// <param name="expression">The whole expression.</param>
    /// <param name="position">Where, in characters from 0; the expression's length is its end.</param>
    public FilterException(string message, string expression, int position)
        : this(message, expression, position, null)
    {
    }

    internal FilterException(string message, string expression, int position, FilterExpectation? expected)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, expression.Length);
        Position = position;
        Hint = Point(expression, position);
        Expected = expected;
    }

    /// <summary>Where, in characters from 0; the expression's length is its end.</summary>
    public int Position { get; }

    /// <summary>The expression (or the part around the place) and a caret under the place, on two lines.</summary>
    public string Hint { get; }

    /// <summary>What could come next, where the expression is right as far as it goes.</summary>
    internal FilterExpectation? Expected { get; }

    private static string Point(string expression, int position)
    {
        int start = Math.Clamp(position - HintWidth / 2, 0, Math.Max(0, expression.Length - HintWidth));
        int end = Math.Min(expression.Length, start + HintWidth);
        string before = start > 0 ? "…" : "";
        string after = end < expression.Length ? "…" : "";
        // line breaks and tabs would put the caret elsewhere
        string shown = string.Create(end - start, (expression, start), static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                char c = source.expression[source.start + i];
                span[i] = char.IsControl(c) ? ' ' : c;
            }
        });
        return $"{before}{shown}{after}\n{new string(' ', before.Length + position - start)}^";
    }
}
