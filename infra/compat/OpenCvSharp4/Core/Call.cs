using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>Around a native call: checks arguments, turns errors into exceptions, frees what conversions made.</summary>
internal static class Call
{
    /// <summary>An array that must be given.</summary>
    public static MatHandle In(InputArray? array, [CallerArgumentExpression(nameof(array))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        return array.Handle;
    }

    /// <summary>An array that must be given.</summary>
    public static MatHandle In(Mat? array, [CallerArgumentExpression(nameof(array))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        return array.Handle;
    }

    /// <summary>Which of two operands are values for each channel and not arrays.</summary>
    public static int Values(InputArray a, InputArray b) => (a.IsValue ? 1 : 0) | (b.IsValue ? 2 : 0);

    /// <summary>An array that may be left out.</summary>
    public static MatHandle Optional(InputArray? array) => array?.Handle ?? MatHandle.None;

    /// <summary>An array that may be left out.</summary>
    public static MatHandle Optional(OutputArray? array) => array?.Handle ?? MatHandle.None;

    /// <summary>A result that must be given.</summary>
    public static MatHandle Out(OutputArray? array, [CallerArgumentExpression(nameof(array))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        return array.Handle;
    }

    /// <summary>After a call: throws its error; hands on the result; disposes the inputs that a conversion made for it.</summary>
    public static void Done(int status, OutputArray? result, params ReadOnlySpan<InputArray?> inputs)
    {
        Exception? error = status == 0 ? null : Error();
        foreach (InputArray? input in inputs)
        {
            if (input is { IsTemporary: true })
            {
                input.Dispose();
            }
        }
        if (error is not null)
        {
            throw error;
        }
        result?.Assign();
    }

    /// <summary>After a call: throws its error.</summary>
    public static void Check(int status)
    {
        if (status != 0)
        {
            throw Error();
        }
    }

    /// <summary>The text that a call wrote into an array of bytes.</summary>
    public static string Text(Mat bytes) => bytes.Empty() ? string.Empty : Encoding.UTF8.GetString(bytes.AsSpan<byte>());

    /// <summary>The values that a call wrote into a column.</summary>
    public static T[] Values<T>(Mat column)
        where T : unmanaged
    {
        if (column.Empty())
        {
            return [];
        }
        column.GetArray(out T[] values);
        return values;
    }

    private static Exception Error()
    {
        NativeMethods.w2k_error(out int code, out int line, out IntPtr message, out IntPtr function, out IntPtr file);
        string text = Utf8(message);
        return (ErrorCode)code == ErrorCode.StsNoMem
            ? new OutOfMemoryException(text)
            : new OpenCVException((ErrorCode)code, Utf8(function), text, Utf8(file), line);

        static string Utf8(IntPtr pointer) => Marshal.PtrToStringUTF8(pointer) ?? string.Empty;
    }
}
