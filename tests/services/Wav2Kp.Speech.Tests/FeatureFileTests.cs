using Shouldly;
using TorchSharp;
using Wav2Kp.Media;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Speech.Tests;

public sealed class FeatureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-speech-").FullName;

    [Fact]
    public void A_saved_file_reads_back_the_same()
    {
        FeatureFile features = FeatureFile.Compute(Noise(8_000), new FeatureParameters { MelSpectrogramBands = 26 });
        features.Save(PathOf("features.safetensors"));

        FeatureFile read = FeatureFile.Load(PathOf("features.safetensors"));

        read.Parameters.ShouldBe(features.Parameters);
        read.Samples.ShouldBe(8_000);
        read.Rows.ShouldBe(41);
        read.Duration.ShouldBe(new Rational(1, 2));
        read.Mfcc.ShouldBe(features.Mfcc);
        read.Mel.ShouldBe(features.Mel);
        read.Speech2Face.ShouldBeNull();
        FeatureFile alone = FeatureFile.Load(PathOf("features.safetensors"), mfccAlone: true);
        alone.Mfcc.ShouldBe(features.Mfcc);
        alone.Mel.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => alone.Save(PathOf("part.safetensors")));
    }

    [Fact]
    public async Task Features_of_a_wav_file_are_those_of_its_samples()
    {
        float[] samples = Noise(16_000);
        WavFile.Write(PathOf("speech.wav"), samples, 16_000);

        FeatureFile features = await FeatureFile.ExtractAsync(PathOf("speech.wav"), PathOf("out.safetensors"), new FeatureParameters(), TestContext.Current.CancellationToken);

        FeatureFile expected = FeatureFile.Compute(WavFile.Read(PathOf("speech.wav")).Samples, new FeatureParameters(), TestContext.Current.CancellationToken);
        features.Mfcc.ShouldBe(expected.Mfcc);
        FeatureFile.Load(PathOf("out.safetensors")).Mfcc.ShouldBe(expected.Mfcc);
    }

    [Fact]
    public async Task A_wav_file_of_another_rate_is_resampled()
    {
        WavFile.Write(PathOf("speech.wav"), Noise(48_000), 48_000);
        FeatureFile features = await FeatureFile.ExtractAsync(PathOf("speech.wav"), PathOf("out.safetensors"), new FeatureParameters(), TestContext.Current.CancellationToken);
        features.Samples.ShouldBe(16_000);
    }

    [Fact]
    public void Long_speech_computed_in_pieces_equals_speech_computed_whole()
    {
        using DisposeScope scope = NewDisposeScope();
        // three pieces of 4,096 rows
        float[] samples = Noise(200 * 9_000);
        FeatureFile features = FeatureFile.Compute(samples, new FeatureParameters(), TestContext.Current.CancellationToken);

        Tensor whole = SpeechFeatures.Mfcc(tensor(samples), new MfccParameters()).transpose(0, 1).contiguous();
        Tensor mel = SpeechFeatures.MelSpectrogram(tensor(samples), new MfccParameters()).transpose(0, 1).contiguous();

        features.Rows.ShouldBe(9_001);
        (whole - tensor(features.Mfcc, [9_001, 40])).abs().max().item<float>().ShouldBeLessThan(1e-2f);
        // two transforms in single precision: a band of one bin that nearly vanishes keeps few digits in either
        ((mel - tensor(features.Mel, [9_001, 128])) / (mel + 1e-6f)).abs().max().item<float>().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Sound_too_short_for_a_row_is_rejected_with_advice()
    {
        InputRejectedException rejected = Should.Throw<InputRejectedException>(() => FeatureFile.Compute(new float[200], new FeatureParameters()));
        rejected.Code.ShouldBe(RejectionCodes.NoAudio);
        rejected.Message.ShouldContain("12.5 ms");
    }

    [Fact]
    public void Silence_has_finite_features() =>
        FeatureFile.Compute(new float[16_000], new FeatureParameters()).Mfcc.ShouldAllBe(value => float.IsFinite(value));

    [Fact]
    public void A_cancelled_computation_stops() =>
        Should.Throw<OperationCanceledException>(() => FeatureFile.Compute(Noise(16_000), new FeatureParameters(), new CancellationToken(canceled: true)));

    [Fact]
    public void A_file_of_a_newer_version_says_to_extract_again()
    {
        FeatureFile features = FeatureFile.Compute(Noise(4_000), new FeatureParameters());
        features.Save(PathOf("features.safetensors"));
        SafetensorsFile file = SafetensorsFile.Read(PathOf("features.safetensors"));
        Dictionary<string, string> metadata = new(file.Metadata) { ["parameters"] = features.Parameters.ToJson().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal) };
        SafetensorsFile.Write(PathOf("newer.safetensors"), file.Tensors.Values, metadata);

        Should.Throw<InvalidDataException>(() => FeatureFile.Load(PathOf("newer.safetensors"))).Message.ShouldContain("extract the features again");
    }

    [Fact]
    public void A_file_whose_rows_do_not_fit_its_samples_is_refused()
    {
        FeatureFile features = FeatureFile.Compute(Noise(4_000), new FeatureParameters());
        features.Save(PathOf("features.safetensors"));
        SafetensorsFile file = SafetensorsFile.Read(PathOf("features.safetensors"));
        SafetensorsFile.Write(PathOf("other.safetensors"), file.Tensors.Values, new Dictionary<string, string>(file.Metadata) { ["samples"] = "8000" });

        Should.Throw<InvalidDataException>(() => FeatureFile.Load(PathOf("other.safetensors"))).Message.ShouldContain("'mfcc' is [21, 40]");
    }

    [Fact]
    public void Another_safetensors_file_is_refused()
    {
        SafetensorsFile.Write(PathOf("x.safetensors"), [SafetensorsTensor.FromFloats("x", [1], [1])]);
        Should.Throw<InvalidDataException>(() => FeatureFile.Load(PathOf("x.safetensors"))).Message.ShouldContain("not a feature file");
    }

    [Fact]
    public void Memory_stays_flat_over_many_files()
    {
        float[] samples = Noise(16_000);
        FeatureFile.Compute(samples, new FeatureParameters(), TestContext.Current.CancellationToken);
        long before = Tensor.TotalCount;
        for (int i = 0; i < 50; i++)
        {
            FeatureFile.Compute(samples, new FeatureParameters(), TestContext.Current.CancellationToken);
        }
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static float[] Noise(int samples)
    {
        Random random = new(7);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++)
        {
            noise[i] = (float)((random.NextDouble() - 0.5) * (0.1 + (0.9 * Math.Abs(Math.Sin(i / 4_000.0)))));
        }
        return noise;
    }
}
