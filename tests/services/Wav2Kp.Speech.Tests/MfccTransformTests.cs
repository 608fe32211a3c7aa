using Shouldly;
using TorchSharp;
using Wav2Kp.Media;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Speech.Tests;

public sealed class MfccTransformTests
{
    [Theory]
    // 200 = 4 · 2 · 5 · 5; 256 = 4⁴; 240 = 4 · 4 · 3 · 5; 154 = 2 · 7 · 11; 26 = 2 · 13
    [InlineData(400, 200)]
    [InlineData(512, 160)]
    [InlineData(480, 480)]
    [InlineData(308, 100)]
    [InlineData(52, 13)]
    public void Rows_are_those_of_torchaudio_s_way_for_transforms_of_many_lengths(int fft, int hop)
    {
        MfccParameters parameters = new() { FftLength = fft, HopLength = hop, MelBands = 20, Coefficients = 20 };
        float[] samples = Speech(5_003);
        using DisposeScope scope = NewDisposeScope();
        float[] expected = SpeechFeatures.Mfcc(tensor(samples), parameters).transpose(0, 1).contiguous().data<float>().ToArray();

        float[] rows = new MfccTransform(parameters).Compute(samples);

        rows.Length.ShouldBe(expected.Length);
        Largest(rows, expected).ShouldBeLessThan(2e-3f);
    }

    [Fact]
    public void A_length_with_a_large_prime_factor_is_computed_by_tensors()
    {
        MfccParameters parameters = new() { FftLength = 2 * 199, HopLength = 199 };
        FastTransform.Supports(parameters.FftLength).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new MfccTransform(parameters)).Message.ShouldContain("398");
        float[] samples = Speech(8_000);
        using DisposeScope scope = NewDisposeScope();
        float[] expected = SpeechFeatures.Mfcc(tensor(samples), parameters).transpose(0, 1).contiguous().data<float>().ToArray();

        FeatureFile features = FeatureFile.Compute(samples, new FeatureParameters { Mfcc = parameters });

        Largest(features.Mfcc, expected).ShouldBeLessThan(1e-2f);
        features.Mel.Length.ShouldBe(features.Rows * 128);
    }

    [Fact]
    public void A_row_by_itself_is_the_recording_s_row()
    {
        // nothing is 1000 dB below the loudest: no row depends on another
        MfccParameters parameters = new() { TopDb = 1_000 };
        float[] samples = Speech(4_000), row = new float[parameters.Coefficients];
        MfccTransform transform = new(parameters);
        float[] rows = transform.Compute(samples);
        for (int i = 1; i <= 18; i++)
        {
            transform.Row(samples.AsSpan((i * 200) - 200, 400), float.NegativeInfinity, row);
            Largest(row, rows.AsSpan(i * 40, 40).ToArray()).ShouldBe(0);
        }
    }

    [Fact]
    public void A_floor_above_the_recording_s_own_hides_how_loud_its_loudest_is()
    {
        // a quiet half, and a loud one that clips it: with 80 dB the quiet half's levels hang on the loud one
        float[] quiet = Speech(16_000), both = new float[32_000];
        for (int i = 0; i < quiet.Length; i++)
        {
            quiet[i] *= 1e-3f;
            (both[i], both[i + 16_000]) = (quiet[i], quiet[i] * 900);
        }
        FeatureFile alone = FeatureFile.Compute(quiet, new FeatureParameters()), together = FeatureFile.Compute(both, new FeatureParameters());
        float[] firstAlone = alone.Mfcc[..(70 * 40)], firstTogether = together.Mfcc[..(70 * 40)];
        Largest(firstAlone, firstTogether).ShouldBeGreaterThan(1);

        Largest(alone.WithFloor(-30).Mfcc[..(70 * 40)], together.WithFloor(-30).Mfcc[..(70 * 40)]).ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void A_floor_below_every_level_changes_nothing()
    {
        FeatureFile features = FeatureFile.Compute(Speech(7_777), new FeatureParameters());
        Largest(features.WithFloor(-100).Mfcc, features.Mfcc).ShouldBeLessThan(1e-3f);
        FeatureFile fewer = FeatureFile.Compute(Speech(4_000), new FeatureParameters { Mfcc = new MfccParameters { Coefficients = 13 } });
        Should.Throw<InvalidOperationException>(() => fewer.WithFloor(-30)).Message.ShouldContain("all 40 coefficients");
    }

    [Fact]
    public void No_sound_is_louder_than_the_highest_level()
    {
        // square waves, the loudest that -1..1 holds, of many pitches
        MfccTransform transform = new(new MfccParameters { TopDb = 1_000 });
        float[] inverse = SpeechFeatures.CosineMatrix(new MfccParameters());
        double highest = double.NegativeInfinity;
        for (int pitch = 100; pitch < 4_000; pitch += 37)
        {
            float[] rows = transform.Compute([.. Enumerable.Range(0, 2_000).Select(i => Math.Sin(2 * Math.PI * pitch * i / 16_000) >= 0 ? 1f : -1f)]);
            for (int row = 0; row < rows.Length / 40; row++)
            {
                for (int band = 0; band < 40; band++)
                {
                    double level = 0;
                    for (int k = 0; k < 40; k++)
                    {
                        level += inverse[(k * 40) + band] * rows[(row * 40) + k];
                    }
                    highest = Math.Max(highest, level);
                }
            }
        }
        highest.ShouldBeInRange(FastTransform.HighestLevel(400) - 6, FastTransform.HighestLevel(400));
    }

    private static float Largest(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static float[] Speech(int samples)
    {
        Random random = new(3);
        return [.. Enumerable.Range(0, samples).Select(i => (float)((0.3 * Math.Sin(i * 0.05)) + (0.2 * Math.Sin(i * 0.41)) + (0.02 * (random.NextDouble() - 0.5))))];
    }
}
