using OpenCvSharp.Native;
using Shouldly;
using Xunit;

namespace OpenCvSharp.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void A_missing_library_is_explained_by_what_builds_it()
    {
        using var folder = new TestFolder();

        Should.Throw<DllNotFoundException>(() => NativeLibraryLoader.Load([folder[string.Empty]])).Message.ShouldContain("./wav2kp setup");
    }

    [Fact]
    public void A_library_of_another_kind_is_refused()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["libwav2kp_opencv.so"], "no library");

        Should.Throw<DllNotFoundException>(() => NativeLibraryLoader.Load([folder[string.Empty]])).Message.ShouldContain("could not be loaded");
    }
}
