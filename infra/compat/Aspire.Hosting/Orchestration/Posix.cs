using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Aspire.Hosting.Orchestration;

/// <summary>The calls of the C library that .NET does not offer.</summary>
internal static class Posix
{
    public const int SigInt = 2;

    public const int SigKill = 9;

    public const int SigTerm = 15;

    /// <summary>Sends a signal to a process, or to a process group if the id is negative; false if there is none.</summary>
    public static bool Kill(int pid, int signal)
    {
        // 0 and -1 would mean our own group and everything
        ArgumentOutOfRangeException.ThrowIfZero(pid);
        ArgumentOutOfRangeException.ThrowIfEqual(pid, -1);
        return NativeKill(pid, signal) == 0;
    }

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (NativeLchown(path, user, group) != 0)
        {
            throw new IOException($"The owner of {path} cannot be set: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Opens a file, and creates it for its owner alone if it is not there.</summary>
    /// <remarks>Unlike <see cref="File.OpenHandle"/> it takes no lock of its own, not even to read.</remarks>
    public static SafeFileHandle Open(string path)
    {
        const int ReadWriteCreateCloseOnExec = 0x2 | 0x40 | 0x80000;
        int descriptor = NativeOpen(path, ReadWriteCreateCloseOnExec, 0b110_000_000);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Locks a file for this process; false if another has locked it. The kernel drops the lock when the file is
    /// closed or the process ends, however it ends.</summary>
    public static bool TryLock(SafeFileHandle file)
    {
        const int ExclusiveDoNotWait = 2 | 4;
        return NativeFlock(file, ExclusiveDoNotWait) == 0;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int NativeFlock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int NativeKill(int pid, int signal);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static extern int NativeLchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
