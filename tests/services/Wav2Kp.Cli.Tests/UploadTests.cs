using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Wav2Kp.Cli.Tests;

/// <summary>Large files go in pieces to a real Studio, over connections that break. What they hold is no video, which Ingest finds out when all is there.</summary>
public sealed class UploadTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    private const int Piece = 8 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_broken_connection_an_upload_goes_on_behind_the_last_piece()
    {
        (string path, byte[] content) = await FileAsync("broken.mp4", (3 * Piece) + 1000);
        await using BadConnection way = new(studio.Address, breaks: 3, most: 5_000_000);
        (int code, string output, string error) = await CliProcess.RunAsync("upload", path, "--json", "--api", way.Address.ToString());
        code.ShouldBe(ExitCodes.Failed, error);
        JsonElement clip = JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray().ShouldHaveSingleItem();
        clip.GetProperty("state").GetString().ShouldBe("rejected");
        way.BreaksLeft.ShouldBeLessThanOrEqualTo(0);
        await ShouldHoldAsync(clip.GetProperty("id").GetString()!, content);
        // of what was sent in vain there is a piece for each break at most
        way.Sent.ShouldBeInRange(content.Length, content.Length + (3 * (5_000_000 + 200_000)) + 1_000_000);
        (await OpenUploadsAsync(path)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_that_was_stopped_goes_on_when_the_same_command_is_run_again()
    {
        (string path, byte[] content) = await FileAsync("stopped.mp4", 3 * Piece);
        await using (BadConnection way = new(studio.Address) { StallsAfter = Piece + 2_000_000 })
        {
            (int code, _, string error) = await CliProcess.RunAsync(StopAsync, "upload", path, "--api", way.Address.ToString());
            code.ShouldBe(ExitCodes.Cancelled, error);
            error.ShouldContain("the same command goes on");
        }
        (await OpenUploadsAsync(path)).ShouldHaveSingleItem().GetProperty("received").GetInt64().ShouldBe(Piece);

        await using BadConnection again = new(studio.Address);
        (int second, string output, string said) = await CliProcess.RunAsync("upload", path, "--json", "--api", again.Address.ToString());
        second.ShouldBe(ExitCodes.Failed, said);
        string id = JsonSerializer.Deserialize<JsonElement>(output)[0].GetProperty("id").GetString()!;
        await ShouldHoldAsync(id, content);
        again.Sent.ShouldBeInRange(2 * Piece, (2 * Piece) + 1_000_000);

        // what is there as a whole is not sent once more
        await using BadConnection third = new(studio.Address);
        (await CliProcess.RunAsync("upload", path, "--json", "--api", third.Address.ToString())).Output.ShouldContain(id);
        third.Sent.ShouldBeLessThan(1_000_000);

        async Task StopAsync(int process)
        {
            long begun = Stopwatch.GetTimestamp();
            while ((await OpenUploadsAsync(path)).All(u => u.GetProperty("received").GetInt64() < Piece))
            {
                Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(s_patience);
                await Task.Delay(100, Cancel);
            }
            using Process kill = Process.Start("kill", ["-INT", $"{process}"]);
            await kill.WaitForExitAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_file_that_is_another_one_by_now_begins_anew()
    {
        (string path, _) = await FileAsync("changing.mp4", Piece + 1000);
        JsonElement first = await ShouldBeRejectedAsync(path);
        DateTime written = File.GetLastWriteTimeUtc(path);
        byte[] other = RandomNumberGenerator.GetBytes(Piece + 1000);
        await File.WriteAllBytesAsync(path, other, Cancel);
        // even where nobody could tell from the outside
        File.SetLastWriteTimeUtc(path, written);
        JsonElement second = await ShouldBeRejectedAsync(path);
        second.GetProperty("id").GetString().ShouldNotBe(first.GetProperty("id").GetString());
        await ShouldHoldAsync(second.GetProperty("id").GetString()!, other);

        async Task<JsonElement> ShouldBeRejectedAsync(string video) => (await CliProcess.JsonAsync(ExitCodes.Failed, "upload", video, "--api", studio.Address.ToString()))[0];
    }

    private async Task<(string Path, byte[] Content)> FileAsync(string name, int bytes)
    {
        byte[] content = RandomNumberGenerator.GetBytes(bytes);
        string path = Path.Combine(studio.Folder, name);
        await File.WriteAllBytesAsync(path, content, Cancel);
        return (path, content);
    }

    private async Task<JsonElement[]> OpenUploadsAsync(string path)
    {
        using HttpClient http = new() { BaseAddress = studio.Address };
        return [.. (await http.GetFromJsonAsync<JsonElement>("/api/v1/video-uploads", Cancel)).GetProperty("items").EnumerateArray().Where(u => u.GetProperty("name").GetString() == Path.GetFileName(path))];
    }

    private async Task ShouldHoldAsync(string clip, byte[] content)
    {
        using HttpClient http = new() { BaseAddress = studio.Address };
        (await http.GetByteArrayAsync($"/api/v1/videos/{clip}/files/source", Cancel)).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }
}
