using System.Text;
using Aspire.Hosting.Orchestration;
using Shouldly;
using Xunit;

namespace Aspire.Hosting.Tests;

public sealed class ResourceLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_log_is_continued_and_rotated_by_size()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "service.log");
        string line = new('x', 1023);
        using (ResourceLog log = new(path, prefix: null))
        {
            log.Write("first");
        }
        using (ResourceLog log = new(path, prefix: null))
        {
            for (int i = 0; i < 6 * 16 * 1024; i++)
            {
                log.Write(line);
            }
            log.Write("last");
        }
        File.ReadAllText(path).ShouldBe("last\n");
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["service.log", "service.log.1", "service.log.2", "service.log.3"]);
        new FileInfo(path + ".1").Length.ShouldBeInRange(16 << 20, (16 << 20) + 1024);
    }

    [Fact]
    public async Task Output_without_an_end_of_line_is_cut_instead_of_kept_in_memory()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "service.log");
        using (ResourceLog log = new(path, prefix: null))
        {
            using StreamReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes("short\r\n" + new string('y', 40_000))));
            await log.PumpAsync(reader);
            log.LastLines.Count.ShouldBe(4);
        }
        string[] lines = await File.ReadAllLinesAsync(path, Cancellation);
        lines.Select(written => written.Length).ShouldBe([5, 16_384, 16_384, 7_232]);
    }
}
