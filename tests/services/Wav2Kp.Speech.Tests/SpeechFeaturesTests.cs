using Shouldly;
using TorchSharp;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Speech.Tests;

/// <summary>Numbers against golden/audio_features.safetensors, made with torchaudio 0.13.1.</summary>
public sealed class SpeechFeaturesTests
{
    private static readonly SafetensorsFile s_golden = SafetensorsFile.Read(SharedFolder.PathOf("golden", "audio_features.safetensors"));

    private static Tensor Waveform => Golden("resample_16000_mono").reshape(-1);

    [Fact]
    public void Resampling_44100_to_16000_Hz_agrees_with_torchaudio()
    {
        using DisposeScope scope = NewDisposeScope();
        SafetensorsTensor stereo = s_golden["waveform_44100_stereo"];
        float[] samples = [.. stereo.As<short>().ToArray().Select(sample => sample / 32768f)];
        Tensor mono = tensor(samples, stereo.Shape).mean([0], keepdim: true);

        Tensor resampled = SpeechFeatures.Resample(mono, 44_100, 16_000);

        resampled.shape.ShouldBe([1, 47_648]);
        Largest(resampled - Golden("resample_16000_mono")).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Mfccs_agree_with_torchaudio()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mfcc = SpeechFeatures.Mfcc(Waveform, new MfccParameters());

        mfcc.shape.ShouldBe([40, 239]);
        Tensor error = (mfcc - Golden("mfcc")).abs();
        error.max().item<float>().ShouldBeLessThan(1e-2f);
        error.mean().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void The_mel_spectrogram_agrees_with_torchaudio()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mel = SpeechFeatures.MelSpectrogram(Waveform, new MfccParameters());
        Tensor golden = Golden("mel_power");

        mel.shape.ShouldBe([128, 239]);
        // the lowest band of 128 lies between two bins: both are exactly zero there
        Tensor present = golden > 0;
        Largest(((mel - golden) / golden.clamp_min(1e-30)).masked_select(present)).ShouldBeLessThan(1e-4);
        Largest(mel.masked_select(~present)).ShouldBe(0);
    }

    [Fact]
    public void The_Speech2Face_spectrogram_agrees_with_its_definition()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spectrogram = SpeechFeatures.Speech2FaceSpectrogram(Waveform);

        spectrogram.shape.ShouldBe([599, 257, 2]);
        // the root of a tiny difference near zero is large: compare where the compression has undone itself
        Tensor golden = Golden("speech2face_spectrogram");
        Largest(Uncompressed(spectrogram) - Uncompressed(golden)).ShouldBeLessThan(1e-4);

        static Tensor Uncompressed(Tensor values) => sign(values) * values.abs().pow(1 / 0.3);
    }

    [Fact]
    public void The_feature_file_holds_the_same_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] samples = Waveform.data<float>().ToArray();
        FeatureFile features = FeatureFile.Compute(samples, new FeatureParameters { Speech2Face = true });

        features.Rows.ShouldBe(239);
        features.RowsPerSecond.ShouldBe(new Rational(80, 1));
        Tensor mfcc = tensor(features.Mfcc, [239, 40]).transpose(0, 1);
        Largest(mfcc - Golden("mfcc")).ShouldBeLessThan(1e-2);
        Tensor mel = tensor(features.Mel, [239, 128]).transpose(0, 1);
        Largest((mel - Golden("mel_power")) / (Golden("mel_power") + 1e-6)).ShouldBeLessThan(1e-3);
        features.Speech2Face!.Length.ShouldBe(599 * 257 * 2);
    }

    [Fact]
    public void Channels_are_clipped_below_the_loudest_of_them_as_torchaudio_does()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loud = Waveform, silent = loud * 1e-6f;

        Tensor both = SpeechFeatures.Mfcc(stack([loud, silent]), new MfccParameters());

        both.shape.ShouldBe([2, 40, 239]);
        // the silent channel lies whole below the floor: flat, so that only its first coefficient is not zero
        Largest(both[1].narrow(0, 1, 39)).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void Equal_rates_change_nothing() =>
        Largest(SpeechFeatures.Resample(Waveform, 8_000, 8_000) - Waveform).ShouldBe(0);

    [Theory]
    [InlineData(48_000, 16_000, 480)]
    [InlineData(8_000, 16_000, 2_880)]
    [InlineData(22_050, 16_000, 1_045)]
    public void A_resampled_tone_stays_the_same_tone(int from, int to, int expectedLength)
    {
        using DisposeScope scope = NewDisposeScope();
        const int length = 1_440;
        Tensor tone = sin(arange(length, dtype: float32) * (2 * Math.PI * 440 / from));
        Tensor resampled = SpeechFeatures.Resample(tone, from, to);

        resampled.shape.ShouldBe([expectedLength]);
        Tensor ideal = sin(arange(expectedLength, dtype: float32) * (2 * Math.PI * 440 / to));
        Largest((resampled - ideal).narrow(0, 100, expectedLength - 200)).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Rates_without_a_common_divisor_are_refused_with_a_way_out() =>
        Should.Throw<ArgumentException>(() => SpeechFeatures.Resample(Waveform, 16_001, 16_000)).Message.ShouldContain("decode the file at 16000 Hz");

    [Fact]
    public void A_waveform_of_another_type_is_refused() =>
        Should.Throw<ArgumentException>(() => SpeechFeatures.Mfcc(zeros(16_000, dtype: float64), new MfccParameters())).Message.ShouldContain("float32");

    [Fact]
    public void A_waveform_shorter_than_half_a_transform_is_refused() =>
        Should.Throw<ArgumentException>(() => SpeechFeatures.Mfcc(zeros(200), new MfccParameters())).Message.ShouldContain("at least 201");

    [Fact]
    public void Parameters_out_of_range_are_refused_by_name() =>
        Should.Throw<ArgumentException>(() => SpeechFeatures.Mfcc(zeros(16_000), new MfccParameters { Coefficients = 41 })).Message.ShouldContain("Coefficients is 41");

    private static Tensor Golden(string name) => tensor(s_golden[name].As<float>().ToArray(), s_golden[name].Shape);

    private static double Largest(Tensor values) => values.abs().max().item<float>();
}
