using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Landmarks;

/// <summary>The extractors of this process: each works on one clip at a time, and its networks are loaded once for all clips until there are no more.</summary>
internal sealed class LandmarkExtractors(IOptions<LandmarkSettings> settings) : IIdleResource, IDisposable
{
    private readonly ConcurrentBag<LandmarkExtractor> _free = [];
    private readonly Lazy<string> _detector = new(() => HashOf(settings.Value.Detector ?? settings.Value.Cascade));

    /// <summary>Whether clips' known points are to be taken as they are, and nothing is to be detected.</summary>
    public bool TakesKnown => string.Equals(settings.Value.Model, LandmarkTrack.KnownSource, StringComparison.OrdinalIgnoreCase);

    /// <summary>Which face detector it is: part of what a result was made from.</summary>
    public string Detector => _detector.Value;

    /// <summary>An extractor, to be given back with <see cref="Return"/>.</summary>
    /// <exception cref="StepFailedException"><c>wrong-landmark-model</c>: a file that the settings name is missing or is not what it should be.</exception>
    public LandmarkExtractor Rent()
    {
        if (_free.TryTake(out LandmarkExtractor? extractor))
        {
            return extractor;
        }
        // one thread each for several clips side by side, instead of all threads for one; not at the start: a service without work is without
        // OpenCV and the hundred libraries behind it
        Cv2.SetNumThreads(1);
        try
        {
            return new LandmarkExtractor(new LandmarkOptions
            {
                Model = NullIfBlank(settings.Value.Model),
                Detector = NullIfBlank(settings.Value.Detector),
                Cascade = NullIfBlank(settings.Value.Cascade),
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException)
        {
            throw new StepFailedException("wrong-landmark-model", exception.Message);
        }
    }

    /// <summary>Takes an extractor back.</summary>
    public void Return(LandmarkExtractor extractor) => _free.Add(extractor);

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <inheritdoc/>
    public void Release()
    {
        while (_free.TryTake(out LandmarkExtractor? extractor))
        {
            extractor.Dispose();
        }
    }

    private static string HashOf(string? file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            return "wav2kp";
        }
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
