using System.Diagnostics;

namespace Wav2Kp.Objects.Tests;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_leaves_nothing_behind_and_small_objects_still_go_in()
    {
        string folder = Directory.CreateTempSubdirectory("wav2kp-test-").FullName;
        try
        {
            // A disk of one megabyte of its own, for a process in name spaces of its own: needs no rights.
            ProcessStartInfo start = new("unshare")
            {
                ArgumentList =
                {
                    "--user", "--map-root-user", "--mount", "sh", "-c",
                    "mount -t tmpfs -o size=1m tmpfs \"$1\" && exec \"$2\" full-disk \"$1\"", "sh", folder,
                    Path.ChangeExtension(typeof(DiskFullTests).Assembly.Location, null),
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await error);
            output.ShouldContain($"The disk of the object store ({folder}) is full: free some space, then retry.");
            output.ShouldContain("files: small");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task<int> OnSmallDiskAsync(string folder)
    {
        FolderObjectStore store = new(folder);
        try
        {
            await store.PutAsync("large", new MemoryStream(new byte[4 << 20]));
            return 1;
        }
        catch (DiskFullException e)
        {
            Console.WriteLine(e.Message);
        }
        await store.PutAsync("small", new MemoryStream([1]));
        Console.WriteLine($"files: {string.Join(' ', Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName))}");
        return 0;
    }
}
