using Shouldly;
using Xunit;

namespace Wav2Kp.Media.Tests;

/// <summary>Alone, since all of the process's memory is looked at.</summary>
[CollectionDefinition(nameof(VideoReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(VideoReaderMemoryTests))]
public sealed class VideoReaderMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_reader_bounds_the_memory()
    {
        using TestClips clips = new();
        string big = clips.MakeOf(null, "big.mp4", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=2", "-c:v", "libx264", "-preset", "ultrafast");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        await foreach (VideoFrame frame in VideoReader.ReadAsync(big, Token))
        {
            using (frame)
            {
                if (frame.Index % 16 == 0)
                {
                    await Task.Delay(50, Token);
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }
        // 50 frames take 311 MB; three of them and their pool are what may be held
        most.ShouldBeLessThan(80L << 20);
    }
}
