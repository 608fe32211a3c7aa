namespace Wav2Kp.Testing;

/// <summary>The folder of test data beside the repository (<c>../shared</c>): real clips, reference outputs, models.</summary>
public static class SharedFolder
{
    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>The full path of a file or folder below <c>../shared</c>.</summary>
    /// <exception cref="FileNotFoundException">It is not there: the test cannot run without it.</exception>
    public static string PathOf(params string[] parts)
    {
        string path = Path.Combine([s_root.Value, .. parts]);
        return Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"The tests need '{string.Join('/', parts)}' in the folder 'shared' beside the repository.", path);
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Wav2Kp.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
            }
        }
        throw new DirectoryNotFoundException($"No Wav2Kp.sln above {AppContext.BaseDirectory}: the tests run from a checkout.");
    }
}
