namespace Wav2Kp.Catalog.Filters;

/// <summary>What could be written at a place in a filter: the filter before it is read, and what is missing there is told.</summary>
/// <param name="From">Where the piece begins that is written there already, in characters from 0.</param>
/// <param name="Begun">That piece.</param>
/// <param name="Kind">What kind of thing could stand there; null where nothing could, because what comes before is wrong.</param>
/// <param name="Field">The field that a comparison or a value is wanted for.</param>
/// <param name="Key">That field's name within its family.</param>
/// <param name="Words">The words and symbols that could stand there.</param>
public sealed record FilterCompletion(
    int From, string Begun, FilterExpectationKind? Kind, FilterFieldDefinition? Field, string Key, IReadOnlyList<string> Words)
{
    private static readonly string[] s_joints = ["and", "or"];

    /// <summary>What could be written at <paramref name="position"/> of <paramref name="text"/>.</summary>
    /// <param name="schema">The fields that there are.</param>
    /// <param name="text">The filter; what comes after the place does not count.</param>
    /// <param name="position">The place, in characters from 0.</param>
    public static FilterCompletion At(FilterSchema schema, string text, int position)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, text.Length);
        int from = PieceBegin(text, position);
        string before = text[..from], begun = text[from..position];
        if (string.IsNullOrWhiteSpace(before))
            return Of(FilterExpectation.AField);
        try
        {
            _ = Filter.Parse(schema, before);
            return Of(FilterExpectation.Only(null, s_joints));
        }
        catch (FilterException e)
        {
            return Of(e.Expected);
        }

        FilterCompletion Of(FilterExpectation? expected) =>
            new(from, begun, expected?.Kind, expected?.Field?.Definition, expected?.Field?.Key ?? "", expected?.Words ?? []);
    }

    /// <summary>Where the word, the text in quotes or the name that reaches to a place begins; the place itself where none does.</summary>
    private static int PieceBegin(string text, int position)
    {
        int at = 0;
        while (at < position)
        {
            int start = at;
            if (text[at] is '\'' or '"')
            {
                if (!Close(ref at))
                    return start;
            }
            else if (IsPiece(text[at]))
            {
                while (at < position && IsPiece(text[at]))
                {
                    at++;
                    // a name in quotes within its family: metrics."a b"
                    if (at < position && text[at - 1] == '.' && text[at] is '"' or '`' && !Close(ref at))
                        return start;
                }
                if (at == position)
                    return start;
            }
            else
            {
                at++;
            }
        }
        return position;

        // past the closing quote (a double one is a quote within); false where there is none before the place
        bool Close(ref int quote)
        {
            char mark = text[quote];
            while (true)
            {
                int end = text.IndexOf(mark, quote + 1, position - quote - 1);
                if (end < 0)
                    return false;
                quote = end + 1;
                if (quote == position || text[quote] != mark)
                    return true;
            }
        }
    }

    private static bool IsPiece(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/';
}
