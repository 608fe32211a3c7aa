using Shouldly;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

/// <summary>The published WAV2KP's numbers, as PyTorch computes them.</summary>
public sealed class GoldenTests
{
    private static readonly SafetensorsFile s_windows = SafetensorsFile.Read(SharedFolder.PathOf("golden", "wav2kp_windows.safetensors"));
    private static readonly SafetensorsFile s_lstm = SafetensorsFile.Read(SharedFolder.PathOf("golden", "wav2kp_lstm.safetensors"));

    [Fact]
    public void The_seed_s_windows_are_the_published_ones()
    {
        float[] mfcc = s_windows["mfcc"].As<float>().ToArray(), golden = s_windows["windows"].As<float>().ToArray();
        int[] first = WindowPlan.Proportional(keypointRows: 225, featureRows: 239, windowRows: 40, "clip");

        first.Length.ShouldBe(224);
        for (int i = 0; i < first.Length; i++)
        {
            mfcc.AsSpan(first[i] * 40, 1600).SequenceEqual(golden.AsSpan(i * 1600, 1600)).ShouldBeTrue($"window {i} begins at row {first[i]}");
        }
    }

    [Fact]
    public void The_seed_s_keypoints_are_upsampled_as_published()
    {
        float[] crop = [.. s_windows["keypoints_pixels"].As<float>().ToArray().Select(pixel => pixel / 256)];
        byte[] valid = new byte[75];
        Array.Fill(valid, (byte)1);

        (float[] rows, bool[] rowValid) = LinearUpsampling.Apply(crop, valid, FacePoints.Values, 3, 224);

        rowValid.ShouldAllBe(row => row);
        float[] golden = s_windows["targets"].As<float>().ToArray();
        rows.Zip(golden, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(5e-6f);
    }

    [Fact]
    public void A_row_between_a_valid_and_an_invalid_frame_is_invalid()
    {
        (float[] rows, bool[] valid) = LinearUpsampling.Apply([1f, 99f, 3f], [1, 0, 1], 1, 3, 9);
        valid.ShouldBe([true, true, false, false, false, false, false, true, true]);
        rows.ShouldBe([1, 1, 0, 0, 0, 0, 0, 3, 3]);
    }

    [Fact]
    public void The_network_computes_what_PyTorch_computes()
    {
        using DisposeScope scope = NewDisposeScope();
        using KeypointNetwork network = GoldenNetwork("before.");
        using IDisposable noGradient = no_grad();
        network.eval();
        Largest(network.call(Golden("input")) - Golden("output_step0")).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Three_steps_of_Adam_go_where_PyTorch_s_go()
    {
        using DisposeScope scope = NewDisposeScope();
        using KeypointNetwork network = GoldenNetwork("before.");
        using TorchSharp.Modules.Adam adam = optim.Adam(network.parameters(), 1e-3);
        float[] golden = s_lstm["losses"].As<float>().ToArray();
        network.train();
        foreach (float expected in golden)
        {
            adam.zero_grad();
            Tensor loss = nn.functional.mse_loss(network.call(Golden("input")), Golden("target"));
            loss.item<float>().ShouldBe(expected, 1e-6f);
            loss.backward();
            adam.step();
        }
        using KeypointNetwork after = GoldenNetwork("after.");
        foreach (((string name, TorchSharp.Modules.Parameter mine), (_, TorchSharp.Modules.Parameter theirs)) in network.named_parameters().Zip(after.named_parameters()))
        {
            Largest(mine - theirs).ShouldBeLessThan(1e-5f, name);
        }
    }

    private static KeypointNetwork GoldenNetwork(string prefix)
    {
        KeypointNetwork network = new(1600, new NetworkRecipe { Hidden = 64, Layers = 2, Bidirectional = false, Dropout = 0 });
        using WeightSet weights = WeightSet.FromSafetensors(s_lstm, prefix, CPU);
        weights.CopyTo(network);
        return network;
    }

    private static Tensor Golden(string name) => tensor(s_lstm[name].As<float>().ToArray(), s_lstm[name].Shape);

    private static float Largest(Tensor values) => values.abs().max().item<float>();
}
