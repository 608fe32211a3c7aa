using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of pseudo-random numbers of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint handle;
            Check(wav2kp_generator_create((int)this.device.type, this.device.index, 0, unchecked((long)seed), &handle));
            _handle = handle;
        }

        private unsafe Generator(Device device)
        {
            this.device = device;
            nint handle;
            Check(wav2kp_generator_create((int)device.type, device.index, 1, 0, &handle));
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The processor's generator, which is used where none is given.</summary>
        public static Generator Default { get; } = new(CPU);

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device { get; }

        /// <summary>The whole state, to be set again later.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            Check(wav2kp_generator_get_state(Handle, &state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public unsafe void set_state(Tensor value)
        {
            Check(wav2kp_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public unsafe Generator manual_seed(long seed)
        {
            Check(wav2kp_generator_set_seed(Handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Seeds from the machine's entropy and gives the seed.</summary>
        public unsafe long seed()
        {
            long result;
            Check(wav2kp_generator_seed(Handle, 1, &result));
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>The seed in use.</summary>
        public unsafe long initial_seed()
        {
            long result;
            Check(wav2kp_generator_seed(Handle, 0, &result));
            GC.KeepAlive(this);
            return result;
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                wav2kp_generator_release(handle);
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }
    }
}
