using System.Security.Cryptography;

namespace Wav2Kp.Objects.Tests;

/// <summary>What every store does.</summary>
public abstract class ObjectStoreTests
{
    internal abstract IObjectStore Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_comes_back_as_it_was_stored()
    {
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        (await Store.PutAsync("clips/a/audio.wav", new MemoryStream(content), Cancellation)).ShouldBe(new ObjectInfo("clips/a/audio.wav", content.Length));
        (await ReadAsync("clips/a/audio.wav")).AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await Store.StatAsync("clips/a/audio.wav", Cancellation)).Length.ShouldBe(content.Length);
        (await Store.ExistsAsync("clips/a/audio.wav", Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_large_object_of_a_stream_that_cannot_seek_goes_in_whole()
    {
        byte[] content = RandomNumberGenerator.GetBytes(13 << 20);
        using FileLikeStream stream = new(content);
        (await Store.PutAsync("large", stream, Cancellation)).Length.ShouldBe(content.Length);
        SHA256.HashData(await ReadAsync("large")).ShouldBe(SHA256.HashData(content));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        (await Store.PutAsync("empty", Stream.Null, Cancellation)).Length.ShouldBe(0);
        (await ReadAsync("empty")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Putting_again_replaces_and_deleting_twice_does_no_harm()
    {
        await Store.PutAsync("again", new MemoryStream([1, 2, 3]), Cancellation);
        await Store.PutAsync("again", new MemoryStream([4]), Cancellation);
        (await ReadAsync("again")).ShouldBe([4]);
        await Store.DeleteAsync("again", Cancellation);
        await Store.DeleteAsync("again", Cancellation);
        (await Store.ExistsAsync("again", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Reading_can_start_anywhere()
    {
        await Store.PutAsync("range", new MemoryStream([.. Enumerable.Range(0, 200).Select(i => (byte)i)]), Cancellation);
        await using Stream stream = await Store.OpenReadAsync("range", Cancellation);
        (stream.CanSeek, stream.Length).ShouldBe((true, 200));
        byte[] buffer = new byte[10];
        stream.Seek(150, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(buffer, Cancellation);
        buffer[0].ShouldBe((byte)150);
        stream.Position = 5;
        await stream.ReadExactlyAsync(buffer, Cancellation);
        (buffer[0], buffer[9]).ShouldBe(((byte)5, (byte)14));
    }

    [Fact]
    public async Task A_download_appears_whole_and_makes_its_folder()
    {
        string folder = Directory.CreateTempSubdirectory("wav2kp-test-").FullName;
        try
        {
            await Store.PutAsync("download", new MemoryStream([7, 8]), Cancellation);
            string path = Path.Combine(folder, "new", "file");
            await Store.DownloadAsync("download", path, Cancellation);
            (await File.ReadAllBytesAsync(path, Cancellation)).ShouldBe([7, 8]);
            await Should.ThrowAsync<ObjectNotFoundException>(() => Store.DownloadAsync("missing", path, Cancellation));
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBe([path]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Objects_are_listed_by_prefix_in_order()
    {
        foreach (string key in new[] { "list/b/2", "list/a", "list/b/1", "listless", "list/b1" })
        {
            await Store.PutAsync(key, new MemoryStream([1]), Cancellation);
        }
        (await ListAsync("list/")).ShouldBe(["list/a", "list/b/1", "list/b/2", "list/b1"]);
        (await ListAsync("list/b")).ShouldBe(["list/b/1", "list/b/2", "list/b1"]);
        (await ListAsync("nothing/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        ObjectNotFoundException e = await Should.ThrowAsync<ObjectNotFoundException>(() => Store.OpenReadAsync("clips/gone", Cancellation));
        e.Message.ShouldContain("clips/gone");
        await Should.ThrowAsync<ObjectNotFoundException>(() => Store.StatAsync("clips/gone", Cancellation));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task Keys_that_are_none_are_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(key, Stream.Null, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenReadAsync(key, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(key, Cancellation));
    }

    [Fact]
    public async Task A_put_that_fails_leaves_nothing_under_its_key()
    {
        using FileLikeStream stream = new(new byte[13 << 20], failAt: 12 << 20);
        await Should.ThrowAsync<IOException>(() => Store.PutAsync("half", stream, Cancellation));
        (await Store.ExistsAsync("half", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_works_says_so() => await Store.CheckAsync(Cancellation);

    protected async Task<byte[]> ReadAsync(string key)
    {
        await using Stream stream = await Store.OpenReadAsync(key, Cancellation);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }

    private async Task<string[]> ListAsync(string prefix)
    {
        List<string> keys = [];
        await foreach (ObjectInfo info in Store.ListAsync(prefix, Cancellation))
        {
            keys.Add(info.Key);
        }
        return [.. keys];
    }

    private sealed class FileLikeStream(byte[] content, int failAt = int.MaxValue) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= failAt ? throw new IOException("The upload broke off.") : base.ReadAsync(buffer[..Math.Min(buffer.Length, 60_000)], cancellationToken);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            CopyAsync(destination, cancellationToken);

        private async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
        {
            byte[] buffer = new byte[60_000];
            for (int read; (read = await ReadAsync(buffer.AsMemory(), cancellationToken)) > 0;)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
    }
}
