using System.Globalization;

namespace OpenCvSharp;

/// <summary>The type of an array's elements: a depth and a number of channels.</summary>
public readonly struct MatType(int value) : IEquatable<int>, IEquatable<MatType>
{
    /// <summary>8 bits without sign</summary>
    public const int CV_8U = 0;

    /// <summary>8 bits with sign</summary>
    public const int CV_8S = 1;

    /// <summary>16 bits without sign</summary>
    public const int CV_16U = 2;

    /// <summary>16 bits with sign</summary>
    public const int CV_16S = 3;

    /// <summary>32 bits with sign</summary>
    public const int CV_32S = 4;

    /// <summary>single precision</summary>
    public const int CV_32F = 5;

    /// <summary>double precision</summary>
    public const int CV_64F = 6;

    /// <summary>half precision</summary>
    public const int CV_16F = 7;

    /// <summary>the last depth's old name</summary>
    public const int CV_USRTYPE1 = 7;

    /// <summary>1 channel of CV_8U</summary>
    public static readonly MatType CV_8UC1 = MakeType(CV_8U, 1);

    /// <summary>2 channels of CV_8U</summary>
    public static readonly MatType CV_8UC2 = MakeType(CV_8U, 2);

    /// <summary>3 channels of CV_8U</summary>
    public static readonly MatType CV_8UC3 = MakeType(CV_8U, 3);

    /// <summary>4 channels of CV_8U</summary>
    public static readonly MatType CV_8UC4 = MakeType(CV_8U, 4);

    /// <summary>1 channel of CV_8S</summary>
    public static readonly MatType CV_8SC1 = MakeType(CV_8S, 1);

    /// <summary>2 channels of CV_8S</summary>
    public static readonly MatType CV_8SC2 = MakeType(CV_8S, 2);

    /// <summary>3 channels of CV_8S</summary>
    public static readonly MatType CV_8SC3 = MakeType(CV_8S, 3);

    /// <summary>4 channels of CV_8S</summary>
    public static readonly MatType CV_8SC4 = MakeType(CV_8S, 4);

    /// <summary>1 channel of CV_16U</summary>
    public static readonly MatType CV_16UC1 = MakeType(CV_16U, 1);

    /// <summary>2 channels of CV_16U</summary>
    public static readonly MatType CV_16UC2 = MakeType(CV_16U, 2);

    /// <summary>3 channels of CV_16U</summary>
    public static readonly MatType CV_16UC3 = MakeType(CV_16U, 3);

    /// <summary>4 channels of CV_16U</summary>
    public static readonly MatType CV_16UC4 = MakeType(CV_16U, 4);

    /// <summary>1 channel of CV_16S</summary>
    public static readonly MatType CV_16SC1 = MakeType(CV_16S, 1);

    /// <summary>2 channels of CV_16S</summary>
    public static readonly MatType CV_16SC2 = MakeType(CV_16S, 2);

    /// <summary>3 channels of CV_16S</summary>
    public static readonly MatType CV_16SC3 = MakeType(CV_16S, 3);

    /// <summary>4 channels of CV_16S</summary>
    public static readonly MatType CV_16SC4 = MakeType(CV_16S, 4);

    /// <summary>1 channel of CV_32S</summary>
    public static readonly MatType CV_32SC1 = MakeType(CV_32S, 1);

    /// <summary>2 channels of CV_32S</summary>
    public static readonly MatType CV_32SC2 = MakeType(CV_32S, 2);

    /// <summary>3 channels of CV_32S</summary>
    public static readonly MatType CV_32SC3 = MakeType(CV_32S, 3);

    /// <summary>4 channels of CV_32S</summary>
    public static readonly MatType CV_32SC4 = MakeType(CV_32S, 4);

    /// <summary>1 channel of CV_32F</summary>
    public static readonly MatType CV_32FC1 = MakeType(CV_32F, 1);

    /// <summary>2 channels of CV_32F</summary>
    public static readonly MatType CV_32FC2 = MakeType(CV_32F, 2);

    /// <summary>3 channels of CV_32F</summary>
    public static readonly MatType CV_32FC3 = MakeType(CV_32F, 3);

    /// <summary>4 channels of CV_32F</summary>
    public static readonly MatType CV_32FC4 = MakeType(CV_32F, 4);

    /// <summary>1 channel of CV_64F</summary>
    public static readonly MatType CV_64FC1 = MakeType(CV_64F, 1);

    /// <summary>2 channels of CV_64F</summary>
    public static readonly MatType CV_64FC2 = MakeType(CV_64F, 2);

    /// <summary>3 channels of CV_64F</summary>
    public static readonly MatType CV_64FC3 = MakeType(CV_64F, 3);

    /// <summary>4 channels of CV_64F</summary>
    public static readonly MatType CV_64FC4 = MakeType(CV_64F, 4);

    /// <summary>1 channel of CV_16F</summary>
    public static readonly MatType CV_16FC1 = MakeType(CV_16F, 1);

    /// <summary>2 channels of CV_16F</summary>
    public static readonly MatType CV_16FC2 = MakeType(CV_16F, 2);

    /// <summary>3 channels of CV_16F</summary>
    public static readonly MatType CV_16FC3 = MakeType(CV_16F, 3);

    /// <summary>4 channels of CV_16F</summary>
    public static readonly MatType CV_16FC4 = MakeType(CV_16F, 4);

    private const int MostChannels = 512;

    /// <summary>OpenCV's number of the type.</summary>
    public int Value { get; } = value;

    /// <summary>The depth: CV_8U to CV_16F.</summary>
    public int Depth => Value & 7;

    /// <summary>Whether the depth is one of whole numbers.</summary>
    public bool IsInteger => Depth is not (CV_32F or CV_64F or CV_16F);

    /// <summary>Number of channels.</summary>
    public int Channels => (Value >> 3) + 1;

    /// <summary>OpenCV's number.</summary>
    public static explicit operator int(MatType self) => self.Value;

    /// <summary>From OpenCV's number.</summary>
    public static implicit operator MatType(int value) => new(value);

    /// <summary>Equality of the numbers.</summary>
    public static bool operator ==(MatType self, int other) => self.Value == other;

    /// <summary>Inequality of the numbers.</summary>
    public static bool operator !=(MatType self, int other) => self.Value != other;

    /// <summary>Equality.</summary>
    public static bool operator ==(MatType left, MatType right) => left.Value == right.Value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(MatType left, MatType right) => left.Value != right.Value;

    /// <summary>From OpenCV's number.</summary>
    public static MatType FromInt32(int value) => new(value);

    /// <summary>bytes</summary>
    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);

    /// <summary>bytes with sign</summary>
    public static MatType CV_8SC(int ch) => MakeType(CV_8S, ch);

    /// <summary>16 bits</summary>
    public static MatType CV_16UC(int ch) => MakeType(CV_16U, ch);

    /// <summary>16 bits with sign</summary>
    public static MatType CV_16SC(int ch) => MakeType(CV_16S, ch);

    /// <summary>32 bits</summary>
    public static MatType CV_32SC(int ch) => MakeType(CV_32S, ch);

    /// <summary>single precision</summary>
    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);

    /// <summary>double precision</summary>
    public static MatType CV_64FC(int ch) => MakeType(CV_64F, ch);

    /// <summary>half precision</summary>
    public static MatType CV_16FC(int ch) => MakeType(CV_16F, ch);

    /// <summary>From a depth and a number of channels.</summary>
    /// <exception cref="OpenCvSharpException">There are fewer than 1 or more than 512 channels, or there is no such depth.</exception>
    public static MatType MakeType(int depth, int channels)
    {
        if (channels is <= 0 or > MostChannels)
        {
            throw new OpenCvSharpException($"An element has 1 to {MostChannels} channels, not {channels}.");
        }
        if (depth is < 0 or > CV_16F)
        {
            throw new OpenCvSharpException($"There is no depth {depth}.");
        }
        return new MatType(depth | ((channels - 1) << 3));
    }

    /// <summary>OpenCV's number.</summary>
    public int ToInt32() => Value;

    /// <inheritdoc/>
    public bool Equals(int other) => Value == other;

    /// <inheritdoc/>
    public bool Equals(MatType other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MatType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <summary>The number.</summary>
    public void Deconstruct(out int value) => value = Value;

    /// <summary>OpenCV's name, such as CV_8UC3.</summary>
    public override string ToString()
    {
        string depth = Depth switch
        {
            CV_8U => "CV_8U",
            CV_8S => "CV_8S",
            CV_16U => "CV_16U",
            CV_16S => "CV_16S",
            CV_32S => "CV_32S",
            CV_32F => "CV_32F",
            CV_64F => "CV_64F",
            _ => "CV_16F",
        };
        return Channels <= 4 ? string.Create(CultureInfo.InvariantCulture, $"{depth}C{Channels}") : string.Create(CultureInfo.InvariantCulture, $"{depth}C({Channels})");
    }
}
