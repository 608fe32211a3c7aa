using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// An operator of libtorch, found by name at its first call. Arguments left out at the end take the operator's defaults.
/// Calls allocate nothing but their results.
/// </summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int MaxResults = 6;
    private const int StackWords = 64;
    private nint _handle;

    /// <summary>Calls for one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return new Tensor(One(result));
    }

    /// <summary>Calls an operator that changes its first argument and gives it back.</summary>
    internal Tensor InPlace(Tensor self, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        wav2kp_tensor_release(One(result));
        return self;
    }

    /// <summary>Calls for two tensors.</summary>
    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (new Tensor(One(results[0])), new Tensor(One(results[1])));
    }

    /// <summary>Calls for three tensors.</summary>
    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (new Tensor(One(results[0])), new Tensor(One(results[1])), new Tensor(One(results[2])));
    }

    /// <summary>Calls for four tensors.</summary>
    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[4];
        Invoke(arguments, results, 4);
        return (new Tensor(One(results[0])), new Tensor(One(results[1])), new Tensor(One(results[2])), new Tensor(One(results[3])));
    }

    /// <summary>Calls for a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        if (result.Tag != Tag.TensorList)
        {
            throw Unexpected(result.Tag);
        }

        var handles = (nint*)result.Bits;
        try
        {
            var tensors = new Tensor[result.Count];
            for (int i = 0; i < tensors.Length; i++)
            {
                tensors[i] = new Tensor(handles[i]);
            }

            return tensors;
        }
        finally
        {
            wav2kp_free(handles);
        }
    }

    /// <summary>Calls for a truth value.</summary>
    internal bool CallBool(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Tag == Tag.Bool ? result.Bits != 0 : throw Unexpected(result.Tag);
    }

    private static void Release(NativeValue* results, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag == Tag.Tensor)
            {
                wav2kp_tensor_release((nint)results[i].Bits);
            }
        }
    }

    private nint One(in NativeValue value) => value.Tag == Tag.Tensor ? (nint)value.Bits : throw Unexpected(value.Tag);

    private InvalidOperationException Unexpected(Tag tag) => new($"{name}.{overload} gave a result of kind {tag}.");

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Arg> arguments, NativeValue* results, int wanted)
    {
        int words = 0;
        foreach (ref readonly Arg argument in arguments)
        {
            words += argument.Tag == Tag.String ? (Encoding.UTF8.GetByteCount((string)argument.Object!) + 7) / 8 : argument.Count;
        }

        // What lists hold is copied beside the arguments; lists are short, except for the tensors of a long cat or stack.
        long* scratch = stackalloc long[StackWords];
        long* heap = words > StackWords ? (long*)NativeMemory.Alloc((nuint)words, sizeof(long)) : null;
        try
        {
            NativeValue* values = stackalloc NativeValue[arguments.Length];
            long* next = heap is null ? scratch : heap;
            for (int i = 0; i < arguments.Length; i++)
            {
                next = Write(arguments[i], out values[i], next);
            }

            NativeValue* found = stackalloc NativeValue[MaxResults];
            int count;
            byte* message = wav2kp_op_call(Handle(), values, arguments.Length, found, MaxResults, &count);
            foreach (ref readonly Arg argument in arguments)
            {
                GC.KeepAlive(argument.Object);
            }

            if (message is not null)
            {
                Release(found, count);
                Check(message);
            }

            if (count != wanted)
            {
                Release(found, count);
                throw new InvalidOperationException($"{name}.{overload} gave {count} results, not {wanted}.");
            }

            for (int i = 0; i < wanted; i++)
            {
                results[i] = found[i];
            }
        }
        finally
        {
            NativeMemory.Free(heap);
        }
    }

    /// <summary>Writes one argument, what it lists to <paramref name="next"/>, and gives the place after that.</summary>
    private static long* Write(in Arg argument, out NativeValue value, long* next)
    {
        value.Tag = argument.Tag;
        value.Count = argument.Count;
        value.Bits = argument.Bits;
        switch (argument.Tag)
        {
            case Tag.IntList:
                ((long[])argument.Object!).CopyTo(new Span<long>(next, argument.Count));
                break;
            case Tag.DoubleList:
                ((double[])argument.Object!).CopyTo(new Span<double>(next, argument.Count));
                break;
            case Tag.Complex:
                ((Scalar)argument.Object!).WriteComplex((double*)next);
                break;
            case Tag.TensorList:
                var tensors = (Tensor[])argument.Object!;
                for (int i = 0; i < tensors.Length; i++)
                {
                    next[i] = tensors[i]?.Handle ?? throw new ArgumentNullException($"tensors[{i}]", "A list of tensors holds a null.");
                }

                break;
            case Tag.String:
                var text = (string)argument.Object!;
                value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(next, Encoding.UTF8.GetByteCount(text)));
                value.Bits = (long)next;
                return next + ((value.Count + 7) / 8);
            default:
                return next;
        }

        value.Bits = (long)next;
        return next + argument.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Handle() => _handle != 0 ? _handle : Find();

    private nint Find()
    {
        nint found;
        Check(wav2kp_op_find(name, overload, &found));
        return _handle = found;
    }
}
