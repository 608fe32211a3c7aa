namespace FFMpegCore.Tests;

/// <summary>A folder of one test, removed with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-ffmpeg ");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>A test picture and a 440 Hz tone of the given length.</summary>
    public string MakeVideo(string name, double seconds = 1, string rate = "25", string more = "")
    {
        string path = this[name];
        FFMpegArguments
            .FromDeviceInput($"testsrc=size=64x48:rate={rate}:duration={seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}", options => options.ForceFormat("lavfi"))
            .AddDeviceInput($"sine=frequency=440:sample_rate=48000:duration={seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}", options => options.ForceFormat("lavfi"))
            .OutputToFile(path, overwrite: true, options => options
                .WithVideoCodec("libx264").ForcePixelFormat("yuv420p").WithSpeedPreset(Enums.Speed.UltraFast).WithAudioCodec("aac").WithCustomArgument(more))
            .ProcessSynchronously();
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
