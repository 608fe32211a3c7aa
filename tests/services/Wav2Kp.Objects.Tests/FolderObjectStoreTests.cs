namespace Wav2Kp.Objects.Tests;

public sealed class FolderObjectStoreTests : ObjectStoreTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-test-").FullName;

    public FolderObjectStoreTests() => Store = ObjectStores.FromConnectionString($"Folder={_folder}");

    internal override IObjectStore Store { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_a_day_later()
    {
        string old = Path.Combine(_folder, ".incoming", "old");
        string fresh = Path.Combine(_folder, ".incoming", "fresh");
        File.WriteAllText(old, "x");
        File.WriteAllText(fresh, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-25));
        _ = new FolderObjectStore(_folder);
        (File.Exists(old), File.Exists(fresh)).ShouldBe((false, true));
    }

    [Fact]
    public async Task The_store_keeps_its_own_files_to_itself()
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(".incoming/x", Stream.Null, Cancellation));
    }
}
