using BenchmarkDotNet.Attributes;
using TorchSharp;
using Wav2Kp.Models;
using Wav2Kp.Models.Live;
using Wav2Kp.Speech;

namespace Wav2Kp.Benchmarks;

/// <summary>The loops that stages spend their time in, on made-up sound, for BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class InnerLoops
{
    private const int Rate = 16_000, Piece = Rate / 50;

    private readonly FeatureParameters _parameters = new();
    private string _folder = "";
    private float[] _speech = [];
    private MfccTransform _transform = null!;
    private FeatureFile _features = null!;
    private KeypointPredictor _predictor = null!;
    private KeypointStream _stream = null!;
    private int _at;

    /// <summary>Three seconds of sound, and a model of the live recipe trained on them for one step: any weights take the same time.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Random random = new(1);
        _speech = [.. Enumerable.Range(0, 3 * Rate).Select(i => (float)(0.4 * Math.Sin(i * 0.05) * Math.Sin(i * 0.001)) + (0.02f * random.NextSingle()))];
        _folder = Directory.CreateTempSubdirectory("wav2kp-inner-").FullName;
        TrainingClip clip = new("speech", "speech", Path.Combine(_folder, "features.safetensors"), Path.Combine(_folder, "landmarks.safetensors"));
        _features = FeatureFile.Compute(_speech, _parameters);
        _features.Save(clip.FeaturesPath);
        Stages.SpokenClips.Track(random).Save(clip.LandmarksPath);
        Recipe recipe = Recipe.BuiltIn("wav2kp-live-0").With([new("training.epochs", "1")]);
        ModelPackage model = KeypointTrainer.Train(recipe, new ClipsBySplit([clip], [], []), new TrainingOptions { Device = "cpu" }).Package;
        _transform = new MfccTransform(_parameters.Mfcc);
        _predictor = new KeypointPredictor(model, "cpu");
        _stream = new KeypointStream(model);
    }

    /// <summary>Removes what <see cref="Prepare"/> wrote.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _predictor.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>MFCCs of three seconds by tensors.</summary>
    [Benchmark]
    public long MfccByTensors()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return SpeechFeatures.Mfcc(torch.tensor(_speech), _parameters.Mfcc).shape[^1];
    }

    /// <summary>MFCCs of three seconds.</summary>
    [Benchmark]
    public float[] Mfcc() => _transform.Compute(_speech);

    /// <summary>75 faces of three seconds' features.</summary>
    [Benchmark]
    public float[] Faces() => _predictor.Predict(_features, 25, 75);

    /// <summary>20 ms of live speech.</summary>
    [Benchmark]
    public int Live()
    {
        _at = _at + Piece > _speech.Length ? 0 : _at;
        int frames = _stream.Push(_speech.AsSpan(_at, Piece)).Count;
        _at += Piece;
        return frames;
    }
}
