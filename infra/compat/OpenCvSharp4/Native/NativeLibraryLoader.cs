using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>Finds libwav2kp_opencv.so: in the folder that WAV2KP_NATIVE names, else beside the program.</summary>
internal static class NativeLibraryLoader
{
    public const string Library = "wav2kp_opencv";
    public const string FolderVariable = "WAV2KP_NATIVE";
    private const string FileName = "lib" + Library + ".so";
    private const int Abi = 2;

#pragma warning disable CA2255 // the library must be found before the first call, whichever that is
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    /// <summary>Loads the library from the first of the folders that has it.</summary>
    /// <exception cref="DllNotFoundException">None has it, or it does not load; the message says what to do.</exception>
    internal static unsafe IntPtr Load(IReadOnlyList<string> folders)
    {
        string? path = folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists)
            ?? throw new DllNotFoundException(
                $"{FileName} was not found in {string.Join(" or ", folders.Select(folder => $"'{folder}'"))}: build it with './wav2kp setup', or name its folder in the environment variable {FolderVariable}.");
        IntPtr library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException($"'{path}' could not be loaded: OpenCV's libraries are missing (Debian packages libopencv-…, './wav2kp setup' installs them). {e.Message}", e);
        }
        if (!NativeLibrary.TryGetExport(library, "w2k_abi", out IntPtr abi) || ((delegate* unmanaged<int>)abi)() != Abi)
        {
            NativeLibrary.Free(library);
            throw new DllNotFoundException($"'{path}' belongs to another version of Wav2Kp: build it again with './wav2kp setup'.");
        }
        return library;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return IntPtr.Zero;
        }
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        return Load(string.IsNullOrEmpty(folder) ? [AppContext.BaseDirectory] : [folder, AppContext.BaseDirectory]);
    }
}
