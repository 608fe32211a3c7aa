using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Finds the shim: in the folder that WAV2KP_NATIVE names, else beside this assembly or the program.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>Goes up with every change of the shim's functions, there and here.</summary>
    private const int Interface = 1;

    private const string FileName = "lib" + NativeMethods.Library + ".so";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must be there before the first native call, whichever class makes it.")]
    internal static void Register()
    {
        WaitAsleep();
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);
    }

    /// <summary>
    /// libtorch's OpenMP threads wait for each other in a busy loop by default, which costs most of the time once other
    /// processes want the same cores (training beside services: 4 to 10 times slower). Asleep they lose next to nothing. OpenMP
    /// reads the variable when it is loaded, from the C library's environment, which .NET does not write to. What the user has
    /// set stays.
    /// </summary>
    private static void WaitAsleep()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
        {
            SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != NativeMethods.Library)
        {
            return 0;
        }

        string[] candidates = Candidates(assembly).Distinct().ToArray();
        foreach (string path in candidates)
        {
            if (!File.Exists(path))
            {
                continue;
            }

            nint library;
            try
            {
                library = NativeLibrary.Load(path);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                throw new DllNotFoundException(
                    $"'{path}' is there but does not load, most likely because libtorch is missing or another version than the one it was built against. " +
                    "Install the Debian packages libtorch1.13 and libtorch-dev, or run ./wav2kp setup, which builds it again. " +
                    "On a GPU node build it against that node's libtorch (cmake -DTorch_DIR=…) and name its folder in WAV2KP_NATIVE. " +
                    $"The loader says: {error.Message}", error);
            }

            return Checked(library, path);
        }

        throw new DllNotFoundException(
            $"{FileName}, the bridge to libtorch, was not found ({string.Join(", ", candidates)}). Run ./wav2kp setup, which installs Debian's " +
            "libtorch-dev and builds it, or name the folder that holds it in the environment variable WAV2KP_NATIVE.");
    }

    /// <summary>A library of another time than this assembly would be called with the wrong arguments.</summary>
    private static unsafe nint Checked(nint library, string path)
    {
        if (NativeLibrary.TryGetExport(library, "wav2kp_torch_interface", out nint address) && ((delegate* unmanaged<int>)address)() == Interface)
        {
            return library;
        }

        throw new DllNotFoundException($"'{path}' was built from another version of Wav2Kp. Run ./wav2kp setup, or build infra/native again.");
    }

    private static IEnumerable<string> Candidates(Assembly assembly)
    {
        if (Environment.GetEnvironmentVariable("WAV2KP_NATIVE") is { Length: > 0 } folder)
        {
            // A named folder is meant: another copy elsewhere must not stand in for it silently.
            yield return Path.Combine(folder, FileName);
            yield break;
        }

        if (Path.GetDirectoryName(assembly.Location) is { Length: > 0 } beside)
        {
            yield return Path.Combine(beside, FileName);
        }

        yield return Path.Combine(AppContext.BaseDirectory, FileName);
    }
}
