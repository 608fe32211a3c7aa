using System.Globalization;
using System.Text;

namespace Wav2Kp.Catalog.Filters;

/// <summary>Reads the words, fields and values of a filter or an order, with their places.</summary>
internal sealed class FilterReader
{
    private const int MaxLength = 8192;
    private const int MaxKeyLength = 250;
    private const int MaxExponent = 400; // wider than any double, far within what PostgreSQL's numeric takes

    private readonly FilterSchema _schema;
    private readonly string _text;

    public FilterReader(FilterSchema schema, string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new FilterException($"The {what} is {text.Length} characters long; at most {MaxLength} are read.", text, MaxLength);
        for (int i = 0; i < text.Length; i++)
        {
            bool half = char.IsHighSurrogate(text[i]) ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
                : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
            if (text[i] == '\0' || half)
                throw new FilterException($"The {what} holds a character that is no text (U+{(int)text[i]:X4}).", text, i);
        }
        _schema = schema;
        _text = text;
        SkipSpace();
    }

    /// <summary>Where the next character is that is no space.</summary>
    public int Position { get; private set; }

    public bool AtEnd => Position == _text.Length;

    public FilterException Error(string message, int? position = null) => new(message, _text, position ?? Position);

    /// <summary>That something is missing or something else stands there; at the end it is told what could follow.</summary>
    public FilterException Missing(string message, FilterExpectation expected) => new(message, _text, Position, AtEnd ? expected : null);

    /// <summary>That something was opened and not closed; what is in it may go on.</summary>
    public FilterException Unclosed(string message, int open) => new(message, _text, open, FilterExpectation.Only(null, "and", "or", ")"));

    /// <summary>What comes next, for a message.</summary>
    public string Found()
    {
        if (AtEnd)
            return "the end";
        int end = Position;
        while (end < _text.Length && end - Position < 24 && (IsWordPart(_text[end]) || end == Position))
            end++;
        if (char.IsHighSurrogate(_text[end - 1]))
            end++;
        return $"“{_text[Position..end]}”";
    }

    public bool TrySymbol(string symbol)
    {
        if (string.CompareOrdinal(_text, Position, symbol, 0, symbol.Length) != 0)
            return false;
        Position += symbol.Length;
        SkipSpace();
        return true;
    }

    public bool TryKeyword(string keyword)
    {
        int end = Position + keyword.Length;
        if (string.Compare(_text, Position, keyword, 0, keyword.Length, StringComparison.OrdinalIgnoreCase) != 0
            || (end < _text.Length && (IsWordPart(_text[end]) || _text[end] == '.')))
            return false;
        Position = end;
        SkipSpace();
        return true;
    }

    /// <summary>Reads <c>status</c>, <c>metrics.mouth_r</c>, <c>params."odd key"</c>, …</summary>
    public FilterField Field()
    {
        int start = Position;
        string word = Word();
        if (word.Length == 0)
            throw Missing($"Expected a field such as {_schema.Example}, found {Found()}.", FilterExpectation.AField);
        if (Position == _text.Length || _text[Position] != '.')
        {
            if (_schema.Attributes.TryGetValue(word, out var attribute))
                return Finish(attribute, "");
            throw Error(UnknownField(word), start);
        }

        if (!_schema.Prefixes.TryGetValue(word, out var prefix))
            throw Error($"There is no “{word}.”: fields are {_schema.Names}.{DidYouMean(word, _schema.Prefixes.Keys)}", start);
        Position++;
        int keyStart = Position;
        string key = Key();
        if (prefix is not null)
            return Finish(prefix, key);
        if (_schema.Attributes.TryGetValue(key, out var named))
            return Finish(named, "");
        throw Error(UnknownField(key), keyStart);

        FilterField Finish(FilterFieldDefinition definition, string key)
        {
            var field = new FilterField(definition, key, _text[start..Position], start);
            SkipSpace();
            return field;
        }
    }

    /// <summary>Reads a number, a text in quotes, true or false.</summary>
    public FilterValue Value(FilterField field)
    {
        int start = Position;
        if (AtEnd)
            throw Missing($"Expected a value to compare {field.Text} with, found the end.", new FilterExpectation(FilterExpectationKind.Value, field, field.Definition.Words));
        char c = _text[Position];
        if (c is '\'' or '"')
        {
            string text = Quoted("text");
            SkipSpace();
            return new FilterValue(FilterValueKind.Text, text, 0, default, start);
        }
        if (TryKeyword("true"))
            return new FilterValue(FilterValueKind.Boolean, "true", 0, default, start);
        if (TryKeyword("false"))
            return new FilterValue(FilterValueKind.Boolean, "false", 0, default, start);
        if (char.IsAsciiDigit(c) || c is '-' or '+' or '.')
            return Number();
        string found = Found();
        bool word = IsWordStart(c);
        throw Error(word
            ? $"Expected a value to compare {field.Text} with, found {found}: text stands in single quotes, as in '{_text[Position..WordEnd(Position)]}'."
            : $"Expected a number or a text in single quotes to compare {field.Text} with, found {found}.");
    }

    private FilterValue Number()
    {
        int start = Position, at = Position;
        if (_text[at] is '-' or '+')
            at++;
        int digits = Digits(ref at);
        if (at < _text.Length && _text[at] == '.')
        {
            at++;
            digits += Digits(ref at);
        }
        if (digits == 0)
            throw Error($"Expected a number, found {Found()}.");
        int exponent = 0;
        if (at < _text.Length && _text[at] is 'e' or 'E')
        {
            int mark = ++at;
            if (at < _text.Length && _text[at] is '-' or '+')
                at++;
            if (Digits(ref at) == 0)
                throw Error("The number's exponent lacks its digits.", at);
            if (!int.TryParse(_text.AsSpan(mark, at - mark), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                exponent = int.MaxValue;
        }
        if (at < _text.Length && (IsWordPart(_text[at]) || _text[at] == '.'))
            throw Error("Expected a number; it is followed by something that belongs to none. Text stands in single quotes.", at);
        string text = _text[start..at];
        double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number) || Math.Abs((long)exponent) > MaxExponent || text.Length > MaxExponent)
            throw Error($"The number {(text.Length > 24 ? text[..24] + "…" : text)} is out of range.", start);
        Position = at;
        SkipSpace();
        return new FilterValue(FilterValueKind.Number, text, number, default, start);
    }

    private int Digits(ref int at)
    {
        int start = at;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
            at++;
        return at - start;
    }

    private string Key()
    {
        int start = Position;
        if (!AtEnd && _text[Position] is '"' or '`')
        {
            string quoted = Quoted("name");
            if (quoted.Length == 0)
                throw Error("A name in quotes is empty.", start);
            return Checked(quoted);
        }
        while (!AtEnd && (IsWordPart(_text[Position]) || _text[Position] is '.' or '-' or '/'))
            Position++;
        if (Position == start)
            throw Error($"Expected a name after the dot, found {Found()}; odd names stand in double quotes, as in metrics.\"my metric\".");
        return Checked(_text[start..Position]);

        string Checked(string key) => key.Length <= MaxKeyLength ? key
            : throw Error($"The name is {key.Length} characters long; at most {MaxKeyLength} are kept.", start);
    }

    /// <summary>Reads a text in quotes; the quote itself is written twice within.</summary>
    private string Quoted(string what)
    {
        int start = Position;
        char quote = _text[Position++];
        var text = new StringBuilder();
        while (true)
        {
            int end = _text.IndexOf(quote, Position);
            if (end < 0)
                throw Error($"The {what} that begins here lacks its closing {quote}.", start);
            text.Append(_text, Position, end - Position);
            Position = end + 1;
            if (AtEnd || _text[Position] != quote)
                return text.ToString();
            text.Append(quote);
            Position++;
        }
    }

    private string Word()
    {
        int end = WordEnd(Position);
        string word = _text[Position..end];
        Position = end;
        return word;
    }

    private int WordEnd(int at)
    {
        if (at == _text.Length || !IsWordStart(_text[at]))
            return at;
        while (at < _text.Length && IsWordPart(_text[at]))
            at++;
        return at;
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[Position]))
            Position++;
    }

    private string UnknownField(string word) => $"There is no field “{word}”: fields are {_schema.Names}.{DidYouMean(word, _schema.Attributes.Keys)}";

    private static string DidYouMean(string word, IEnumerable<string> names)
    {
        string? best = names.Select(n => (Name: n, Distance: Distance(word.ToLowerInvariant(), n)))
            .Where(c => c.Distance <= Math.Max(1, c.Name.Length / 3))
            .OrderBy(c => c.Distance).Select(c => c.Name).FirstOrDefault();
        return best is null ? "" : $" Did you mean {best}?";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 2 * b.Length + 2)
            return int.MaxValue; // spares the table of a very long word
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
