using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Platform.Tests;

[Collection("platform")]
public sealed class UploadTests(PlatformFixture platform)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_video_is_stored_as_it_came_and_known_by_its_content()
    {
        string path = SharedFolder.PathOf("data", "grid-s1", "bbal7s.mpg");
        (Video video, HttpStatusCode status) = await UploadAsync("first name.mpg", path);
        status.ShouldBe(HttpStatusCode.Created);
        video.Duplicate.ShouldBeFalse();
        video.State.ShouldBe(VideoState.Uploaded);
        byte[] content = await File.ReadAllBytesAsync(path, Token);
        video.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        video.Bytes.ShouldBe(content.Length);
        Clip clip = await platform.ClipAsync(video.Id, Token);
        await using Stream stored = await platform.Objects.OpenReadAsync(clip.SourceKey, Token);
        (await SHA256.HashDataAsync(stored, Token)).ShouldBe(SHA256.HashData(content));
    }

    [Fact]
    public async Task The_same_file_twice_is_one_clip_with_both_names()
    {
        string path = SharedFolder.PathOf("data", "grid-s1", "bbas3a.mpg");
        (Video first, _) = await UploadAsync("one.mpg", path);
        (Video again, HttpStatusCode status) = await UploadAsync("other.mpg", path);
        status.ShouldBe(HttpStatusCode.OK);
        (again.Id, again.Duplicate, again.Name).ShouldBe((first.Id, true, "one.mpg"));
        await UploadAsync("other.mpg", path);
        (await platform.ClipAsync(first.Id, Token)).Names.ShouldBe(["one.mpg", "other.mpg"]);
        int sources = 0;
        await foreach (var item in platform.Objects.ListAsync("clips/", Token))
        {
            await using Stream stored = await platform.Objects.OpenReadAsync(item.Key, Token);
            sources += Convert.ToHexStringLower(await SHA256.HashDataAsync(stored, Token)) == first.Sha256 ? 1 : 0;
        }
        sources.ShouldBe(1, "nothing of the second upload stays in the store");
    }

    [Fact]
    public async Task Twenty_uploads_of_one_file_at_once_are_one_clip()
    {
        string path = SharedFolder.PathOf("data", "grid-s1", "bbaz7a.mpg");
        (Video Video, HttpStatusCode Status)[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => UploadAsync($"copy {i}.mpg", path)));
        answers.Select(answer => answer.Video.Id).Distinct().ShouldHaveSingleItem();
        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        (await platform.ClipAsync(answers[0].Video.Id, Token)).Names.Length.ShouldBe(20);
    }

    [Theory]
    [InlineData("my holiday video.mpg")]
    [InlineData("Zoë's \"best\" take.mpg")]
    [InlineData("日本語 – ünï.mpg")]
    [InlineData("a&b=c?d#e%20f.mpg")]
    public async Task A_name_with_blanks_quotes_and_any_script_is_kept(string name)
    {
        byte[] content = [.. await File.ReadAllBytesAsync(SharedFolder.PathOf("data", "grid-s1", "bbbm1s.mpg"), Token), .. System.Text.Encoding.UTF8.GetBytes(name)];
        using MemoryStream body = new(content);
        (await platform.UploadAsync(name, body, Token)).Video.Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("line\nbreak.mp4", HttpStatusCode.BadRequest)]
    public async Task A_name_that_is_none_is_refused_with_a_sentence(string name, HttpStatusCode expected)
    {
        using MemoryStream body = new([1, 2, 3]);
        using HttpResponseMessage answer = await platform.PostAsync(name, body, Token);
        answer.StatusCode.ShouldBe(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonElement problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("wrong-name");
        problem.GetProperty("detail").GetString()!.ShouldContain("name");
    }

    [Fact]
    public async Task A_path_in_the_name_is_left_out()
    {
        using MemoryStream body = new([4, 5, 6]);
        (await platform.UploadAsync("../../etc/C:\\videos\\me.mp4", body, Token)).Video.Name.ShouldBe("me.mp4");
    }

    [Fact]
    public async Task A_large_upload_is_streamed_and_never_held_in_memory()
    {
        ServiceProcess ingest = await platform.ServiceAsync("Ingest");
        using MemoryStream warm = new(new byte[1 << 20]);
        await platform.UploadAsync("warm.bin", warm, Token);
        double before = ingest.ResidentMegabytes();
        // half a gigabyte shows it as well as two: what is held grows with what comes
        await using ZeroStream content = new(512L << 20);
        (Video video, _) = await platform.UploadAsync("large.mp4", content, Token);
        video.Bytes.ShouldBe(512L << 20);
        (ingest.ResidentMegabytes() - before).ShouldBeLessThan(120);
        await platform.Objects.DeleteAsync((await platform.ClipAsync(video.Id, Token)).SourceKey, Token);
    }

    [Fact]
    public async Task A_source_that_was_lost_comes_back_with_the_next_upload_of_the_same_file()
    {
        string path = SharedFolder.PathOf("data", "grid-s1", "bbbs5s.mpg");
        (Video video, _) = await UploadAsync("lost.mpg", path);
        await platform.Objects.DeleteAsync((await platform.ClipAsync(video.Id, Token)).SourceKey, Token);
        (Video again, _) = await UploadAsync("lost.mpg", path);
        again.Id.ShouldBe(video.Id);
        (await platform.Objects.ExistsAsync((await platform.ClipAsync(video.Id, Token)).SourceKey, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_behind()
    {
        ServiceProcess ingest = await platform.ServiceAsync("Ingest");
        int before = await CountAsync();
        using (System.Net.Sockets.TcpClient client = new())
        {
            await client.ConnectAsync(ingest.Address.Host, ingest.Address.Port, Token);
            await client.GetStream().WriteAsync(
                System.Text.Encoding.ASCII.GetBytes("POST /videos?name=broken.mp4 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly this"), Token);
            await Task.Delay(300, Token);
        }
        await Task.Delay(500, Token);
        (await CountAsync()).ShouldBe(before);

        async Task<int> CountAsync()
        {
            int count = 0;
            await foreach (var _ in platform.Objects.ListAsync("", Token))
            {
                count++;
            }
            return count;
        }
    }

    private async Task<(Video Video, HttpStatusCode Status)> UploadAsync(string name, string path)
    {
        await using FileStream file = File.OpenRead(path);
        return await platform.UploadAsync(name, file, Token);
    }

    private sealed class ZeroStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - _position);
            Array.Clear(buffer, offset, read);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
