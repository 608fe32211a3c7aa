using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with holes that resources fill when the application runs.</summary>
public class ReferenceExpression : IManifestExpressionProvider, IValueProvider
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new("", []);

    private readonly IValueProvider[] _valueProviders;

    private ReferenceExpression(string format, IValueProvider[] valueProviders)
    {
        Format = format;
        _valueProviders = valueProviders;
    }

    /// <summary>The text as a composite format string.</summary>
    public string Format { get; }

    /// <summary>What fills the holes, in order.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders => _valueProviders;

    /// <summary>The manifest placeholders of the holes, in order.</summary>
    public IReadOnlyList<string> ManifestExpressions =>
        [.. _valueProviders.Select(provider => ((IManifestExpressionProvider)provider).ValueExpression)];

    /// <inheritdoc/>
    public string ValueExpression =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions.Cast<object?>()]);

    /// <summary>The expression that an interpolated string spells.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.ToExpression();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        object?[] values = new object?[_valueProviders.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = await _valueProviders[i].GetValueAsync(cancellationToken).ConfigureAwait(false);
        }
        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    internal static ReferenceExpression Create(string format, IValueProvider[] valueProviders) => new(format, valueProviders);

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public struct ExpressionInterpolatedStringHandler
    {
        private readonly StringBuilder _format;
        private readonly List<IValueProvider> _valueProviders;

        /// <summary>Called by the compiler.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _format = new StringBuilder(literalLength + (4 * formattedCount));
            _valueProviders = new List<IValueProvider>(formattedCount);
        }

        /// <summary>Adds literal text.</summary>
        public readonly void AppendLiteral(string value) => AppendText(value);

        /// <summary>Adds a value that is known already.</summary>
        public readonly void AppendFormatted(string? value) => AppendText(value ?? "");

        /// <summary>Adds a value that is known at run time.</summary>
        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
            _valueProviders.Add(valueProvider);
        }

        /// <summary>Adds a resource's value, known at run time.</summary>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);

        internal readonly ReferenceExpression ToExpression() => new(_format.ToString(), [.. _valueProviders]);

        private readonly void AppendText(string text) =>
            _format.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }
}
