namespace OpenCvSharp;

/// <summary>Rounds as OpenCV does (halves to even) and stays within the type.</summary>
internal static class SaturateCast
{
    public static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(value), byte.MinValue, byte.MaxValue);

    public static short ToInt16(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);

    public static ushort ToUInt16(double value) => (ushort)Math.Clamp(Math.Round(value), ushort.MinValue, ushort.MaxValue);

    public static int ToInt32(double value) => (int)Math.Clamp(Math.Round(value), int.MinValue, int.MaxValue);

    public static float ToSingle(double value) => (float)value;
}
