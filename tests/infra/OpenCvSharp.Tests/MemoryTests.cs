using OpenCvSharp.Dnn;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace OpenCvSharp.Tests;

/// <summary>Measures this process, so that nothing else may run in it meanwhile.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void Native_memory_is_given_back_by_disposal_and_by_collection()
    {
        for (int i = 0; i < 2000; i++)
        {
            using var mat = new Mat(1000, 1000, MatType.CV_8UC3, Scalar.All(i));
            using Mat part = mat[new Rect(0, 0, 10, 10)];
        }
        long before = Environment.WorkingSet;
        for (int i = 0; i < 200; i++)
        {
            Forget();
            if (i % 20 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        (Environment.WorkingSet - before).ShouldBeLessThan(200_000_000);

        static void Forget() => _ = new Mat(1000, 1000, MatType.CV_8UC3, Scalar.All(1));
    }

    [Fact]
    public void Memory_stays_flat_over_many_frames()
    {
        using Mat frame = Clips.Frames("bbaf2n.mpg", 1)[0];
        using Net net = CvDnn.ReadNetFromOnnx(SharedFolder.PathOf("models", "slim_160_latest.onnx")).ShouldNotBeNull();
        Run(30);
        long before = Environment.WorkingSet;
        Run(300);
        (Environment.WorkingSet - before).ShouldBeLessThan(30_000_000);

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using Mat blob = CvDnn.BlobFromImage(frame, 1 / 127.0, new Size(160, 160), Scalar.All(127), swapRB: false, crop: false);
                net.SetInput(blob);
                using Mat output = net.Forward();
            }
        }
    }
}
