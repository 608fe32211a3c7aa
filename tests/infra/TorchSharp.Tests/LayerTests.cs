using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>Each layer against numbers from its formula.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Linear_multiplies_by_its_transposed_weights_and_adds_its_bias()
    {
        var linear = Linear(2, 2);
        Set(linear.weight, 1, 2, 3, 4);
        Set(linear.bias!, 10, 20);
        Close(linear.call(Row(1, 1)), 13, 27);
        Linear(2, 3, hasBias: false).bias.ShouldBeNull();
        Close(F.linear(Row(1, 1), linear.weight), 3, 7);
        linear.in_features.ShouldBe(2);
        linear.named_parameters().Select(item => item.name).ShouldBe(["weight", "bias"], ignoreOrder: true);
    }

    [Fact]
    public void Convolutions_slide_their_kernel()
    {
        var conv = Conv1d(1, 1, 2, bias: false);
        Set(conv.weight, 1, 10);
        Close(conv.call(tensor(new float[,,] { { { 1, 2, 3 } } })), 21, 32);
        var strided = Conv1d(1, 1, 2, stride: 2, padding: 1, dilation: 1, bias: false);
        Set(strided.weight, 1, 10);
        Close(strided.call(tensor(new float[,,] { { { 1, 2, 3 } } })), 10, 32);
        var same = Conv1d(1, 1, 3, Padding.Same, bias: false);
        Set(same.weight, 1, 1, 1);
        Close(same.call(ones(1, 1, 3)), 2, 3, 2);
        var reflected = Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect, bias: false);
        Set(reflected.weight, 1, 0, 0);
        Close(reflected.call(tensor(new float[,,] { { { 1, 2, 3 } } })), 2, 1, 2);
        var circular = Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false);
        Set(circular.weight, 1, 0, 0);
        Close(circular.call(tensor(new float[,,] { { { 1, 2, 3 } } })), 3, 1, 2);
        var replicatedSame = Conv1d(1, 1, 2, Padding.Same, padding_mode: PaddingModes.Replicate, bias: false);
        Set(replicatedSame.weight, 1, 10);
        Close(replicatedSame.call(tensor(new float[,,] { { { 1, 2, 3 } } })), 21, 32, 33);

        var image = Conv2d(1, 1, 2, bias: true);
        Set(image.weight, 1, 2, 3, 4);
        Set(image.bias!, 100);
        Close(image.call(arange(9, dtype: float32).view(1, 1, 3, 3)), 127, 137, 157, 167);
        Conv2d(4, 8, (3, 5), stride: (2, 1), padding: (1, 2), groups: 2).call(ones(2, 4, 8, 8)).shape.ShouldBe([2, 8, 4, 8]);
        Conv2d(4, 8, (3, 3), Padding.Valid).call(ones(4, 8, 8)).shape.ShouldBe([8, 6, 6]);
        Conv3d(1, 2, 2, stride: 2).call(ones([1L, 1, 4, 4, 4])).shape.ShouldBe([1, 2, 2, 2, 2]);
    }

    [Fact]
    public void Transposed_convolutions_spread_their_input()
    {
        var conv = ConvTranspose1d(1, 1, 2, stride: 2, bias: false);
        Set(conv.weight, 1, 10);
        Close(conv.call(tensor(new float[,,] { { { 1, 2 } } })), 1, 10, 2, 20);
        var image = ConvTranspose2d(1, 1, 2, stride: 1, bias: false);
        Set(image.weight, 1, 2, 3, 4);
        Close(image.call(tensor(new float[,,,] { { { { 1, 10 } } } })), 1, 12, 20, 3, 34, 40);
        var enlarging = ConvTranspose2d(1, 1, 3, stride: 2, padding: 1);
        enlarging.call(ones(1, 1, 4, 4)).shape.ShouldBe([1, 1, 7, 7]);
        enlarging.forward(ones(1, 1, 4, 4), [8, 8]).shape.ShouldBe([1, 1, 8, 8]);
        Should.Throw<ArgumentException>(() => enlarging.forward(ones(1, 1, 4, 4), [9, 9])).Message.ShouldContain("7 to 8");
        ConvTranspose3d(1, 2, 2, stride: 2).call(ones([1L, 1, 2, 2, 2])).shape.ShouldBe([1, 2, 4, 4, 4]);
        ConvTranspose2d(3, 4, (4, 4), (2, 2), (1, 1)).weight.shape.ShouldBe([3, 4, 4, 4]);
    }

    [Fact]
    public void Batch_normalisation_uses_the_batch_and_remembers_it()
    {
        var norm = BatchNorm1d(2, momentum: 0.5);
        Tensor x = tensor(new float[,] { { 1, 0 }, { 3, 4 } });
        float r = (float)(1 / Math.Sqrt(1 + 1e-5)), s = (float)(2 / Math.Sqrt(4 + 1e-5));
        Close(norm.call(x), -r, -s, r, s);
        Close(norm.running_mean!, 1, 1);
        Close(norm.running_var!, 1.5f, 4.5f);
        norm.num_batches_tracked!.item<long>().ShouldBe(1);
        norm.eval();
        Close(norm.call(x), 0, (float)(-1 / Math.Sqrt(4.5)), (float)(2 / Math.Sqrt(1.5)), (float)(3 / Math.Sqrt(4.5)));
        norm.num_batches_tracked!.item<long>().ShouldBe(1);
        norm.state_dict().Keys.ShouldBe(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], ignoreOrder: true);
        norm.momentum = null;
        norm.train();
        norm.call(x);
        Close(norm.running_mean!, 1.5f, 1.5f);
        norm.reset_running_stats();
        Close(norm.running_var!, 1, 1);

        Tensor image = randn(4, 3, 5, 5);
        Tensor normal = BatchNorm2d(3).call(image);
        Close(normal.mean([0, 2, 3]), 0, 0, 0);
        Close(normal.var([0, 2, 3], unbiased: false), 1, 1, 1);
        BatchNorm3d(2, affine: false, track_running_stats: false).call(randn([2L, 2, 3, 3, 3])).mean().item<float>().ShouldBe(0, 1e-5f);
    }

    [Fact]
    public void Other_normalisations_use_each_input_alone()
    {
        Tensor x = randn(2, 4, 6, 6) * 3 + 5;
        Close(InstanceNorm2d(4).call(x).mean([2, 3]), new float[8]);
        Close(InstanceNorm2d(4).call(x[0]).var([1, 2], unbiased: false), 1, 1, 1, 1);
        InstanceNorm1d(4, affine: true).call(randn(2, 4, 8)).shape.ShouldBe([2, 4, 8]);
        InstanceNorm3d(2).call(randn([1L, 2, 3, 3, 3])).mean().item<float>().ShouldBe(0, 1e-5f);
        var tracking = InstanceNorm2d(4, track_running_stats: true);
        tracking.call(x);
        tracking.running_mean!.mean().item<float>().ShouldBe(0.5f, 0.15f);
        Close(LayerNorm(3, eps: 0).call(Row(1, 2, 3)), -(float)Math.Sqrt(1.5), 0, (float)Math.Sqrt(1.5));
        LayerNorm([6L, 6]).weight.shape.ShouldBe([6, 6]);
        LayerNorm(3, bias: false).bias.ShouldBeNull();
        Tensor grouped = GroupNorm(2, 4).call(x);
        Close(grouped.view(2, 2, -1).mean([2]), new float[4]);
    }

    [Fact]
    public void Embeddings_look_vectors_up()
    {
        var embedding = Embedding(3, 2, padding_idx: 1);
        Tensor picked = embedding.call(tensor(new[] { 2L, 1 }));
        Close(picked[0], embedding.weight![2].data<float>().ToArray());
        Close(picked[1], 0, 0);
        picked.sum().backward();
        Close(embedding.weight!.grad!, 0, 0, 0, 0, 1, 1);
        var frozen = Embedding_from_pretrained(ones(2, 2));
        frozen.weight!.requires_grad.ShouldBeFalse();
        var limited = Embedding(2, 2, max_norm: 1);
        Set(limited.weight!, 3, 4, 0, 0.5f);
        Close(limited.call(tensor(new[] { 0L, 1 })), 0.6f, 0.8f, 0, 0.5f);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_rests_in_evaluation()
    {
        manual_seed(1);
        var dropout = Dropout(0.25);
        Tensor x = ones(10000);
        float[] kept = dropout.call(x).data<float>().ToArray();
        kept.Distinct().Order().ShouldBe([0f, 4f / 3]);
        kept.Count(value => value == 0).ShouldBeInRange(2300, 2700);
        dropout.eval();
        dropout.call(x).Equals(x).ShouldBeTrue();
        Tensor channels = Dropout2d(0.5).call(ones(4, 50, 3, 3));
        channels.view(200, 9).data<float>().ToArray().Chunk(9).ShouldAllBe(channel => channel.Distinct().Count() == 1);
        Dropout1d(0.5).call(ones(2, 8, 3)).shape.ShouldBe([2, 8, 3]);
        Dropout3d(0.5).call(ones([2L, 8, 3, 3, 3])).shape.ShouldBe([2, 8, 3, 3, 3]);
        Tensor inPlace = ones(100);
        Dropout(1, inplace: true).call(inPlace).ShouldBeSameAs(inPlace);
        inPlace.sum().item<float>().ShouldBe(0f);
    }

    [Fact]
    public void Activations_are_their_formulas()
    {
        float[] x = [-2, -0.5f, 0, 1, 3];
        Check(ReLU(), v => Math.Max(v, 0));
        Check(ReLU6(), v => Math.Clamp(v, 0, 6));
        Check(LeakyReLU(0.2), v => v > 0 ? v : 0.2 * v);
        Check(ELU(1.5), v => v > 0 ? v : 1.5 * (Math.Exp(v) - 1));
        Check(Sigmoid(), v => 1 / (1 + Math.Exp(-v)));
        Check(SiLU(), v => v / (1 + Math.Exp(-v)));
        Check(Tanh(), Math.Tanh);
        Check(Softplus(2), v => Math.Log(1 + Math.Exp(2 * v)) / 2);
        Check(Mish(), v => v * Math.Tanh(Math.Log(1 + Math.Exp(v))));
        Check(Hardtanh(-1, 2), v => Math.Clamp(v, -1, 2));
        Check(PReLU(1, 0.3), v => v > 0 ? v : 0.3 * v);
        double sum = x.Sum(v => Math.Exp(v));
        Check(Softmax(0), v => Math.Exp(v) / sum);
        Check(LogSoftmax(0), v => v - Math.Log(sum));
        Close(GELU().call(Row(1)), 0.8413447f);
        Tensor changed = tensor(x);
        ReLU(inplace: true).call(changed).ShouldBeSameAs(changed);
        changed[0].item<float>().ShouldBe(0f);

        void Check(Module<Tensor, Tensor> layer, Func<double, double> formula)
        {
            float[] result = layer.call(tensor(x)).data<float>().ToArray();
            for (int i = 0; i < x.Length; i++)
            {
                result[i].ShouldBe((float)formula(x[i]), 1e-5f, layer.GetName());
            }
        }
    }

    [Fact]
    public void Pooling_takes_means_and_largest()
    {
        Tensor x = arange(16, dtype: float32).view(1, 1, 4, 4);
        Close(MaxPool2d(2).call(x), 5, 7, 13, 15);
        Close(AvgPool2d(2).call(x), 2.5f, 4.5f, 10.5f, 12.5f);
        Close(MaxPool2d((2, 4), stride: (1, 1)).call(x), 7, 11, 15);
        Close(AvgPool2d([4L, 2]).call(x), 6.5f, 8.5f);
        Close(AdaptiveAvgPool2d(1).call(x), 7.5f);
        AdaptiveAvgPool2d((2, 3)).call(x).shape.ShouldBe([1, 1, 2, 3]);
        Close(F.adaptive_max_pool2d(x, [1, 1]), 15);
        Tensor line = tensor(new float[,,] { { { 1, 5, 2, 8 } } });
        Close(MaxPool1d(2).call(line), 5, 8);
        Close(AvgPool1d(2, 1).call(line), 3, 3.5f, 5);
        Close(AdaptiveAvgPool1d(2).call(line), 3, 5);
        Close(MaxPool1d(3, 2, 1).call(line), 5, 8);
        Close(AvgPool3d(2).call(ones([1L, 1, 2, 2, 2])), 1);
        Close(MaxPool3d(2).call(ones([1L, 1, 2, 2, 2])), 1);
        Close(AdaptiveAvgPool3d(1).call(ones([1L, 1, 2, 2, 2])), 1);
        Close(F.avg_pool2d(x, 4), 7.5f);
    }

    [Fact]
    public void Borders_are_constant_mirrored_repeated_or_circular()
    {
        Tensor x = tensor(new float[,,] { { { 1, 2, 3 } } });
        Close(F.pad(x, (1, 2)), 0, 1, 2, 3, 0, 0);
        Close(ConstantPad1d(1, 9).call(x), 9, 1, 2, 3, 9);
        Close(ReflectionPad1d(2).call(x), 3, 2, 1, 2, 3, 2, 1);
        Close(ReplicationPad1d((0, 2)).call(x), 1, 2, 3, 3, 3);
        Close(F.pad(x, 1, PaddingModes.Circular), 3, 1, 2, 3, 1);
        ZeroPad2d((1, 2, 3, 4)).call(ones(1, 1, 2, 2)).shape.ShouldBe([1, 1, 9, 5]);
        ReflectionPad2d(1).call(ones(1, 1, 3, 3)).sum().item<float>().ShouldBe(25f);
        ReplicationPad2d(1).call(ones(1, 1, 3, 3)).sum().item<float>().ShouldBe(25f);
        ReplicationPad3d(1).call(ones([1L, 1, 2, 2, 2])).sum().item<float>().ShouldBe(64f);
        ConstantPad2d(1, 2).call(ones(1, 1, 1, 1)).sum().item<float>().ShouldBe(17f);
        Should.Throw<ArgumentException>(() => F.pad(x, [1L, 1, 1], PaddingModes.Reflect));
    }

    [Fact]
    public void Images_are_resized()
    {
        Tensor x = tensor(new float[,,,] { { { { 1, 2 }, { 3, 4 } } } });
        Close(Upsample(scale_factor: [2.0]).call(x), 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        Close(F.interpolate(x, size: [3L, 3], mode: InterpolationMode.Bilinear, align_corners: true), 1, 1.5f, 2, 2, 2.5f, 3, 3, 3.5f, 4);
        Close(F.interpolate(x, size: [1L], mode: InterpolationMode.Area), 2.5f);
        Close(F.interpolate(x, size: [2L, 4], mode: InterpolationMode.Bilinear), 1, 1.25f, 1.75f, 2, 3, 3.25f, 3.75f, 4);
        F.interpolate(x, scale_factor: [1.5], mode: InterpolationMode.Bicubic).shape.ShouldBe([1, 1, 3, 3]);
        F.interpolate(ones(1, 1, 4), [8L], mode: InterpolationMode.Linear).shape.ShouldBe([1, 1, 8]);
        Close(F.interpolate(x, size: [1L, 1], mode: InterpolationMode.Bilinear, antialias: true), 2.5f);
        Upsample([4L, 6], mode: UpsampleMode.Bilinear, align_corners: false).call(x).shape.ShouldBe([1, 1, 4, 6]);
        Close(PixelShuffle(2).call(tensor(new[] { 1f, 2, 3, 4 }).view(1, 4, 1, 1)), 1, 2, 3, 4);
        Should.Throw<ArgumentException>(() => F.interpolate(x));
        Should.Throw<ArgumentException>(() => F.interpolate(x, size: [2L], align_corners: true));
        Should.Throw<ArgumentException>(() => F.interpolate(ones(2, 2), size: [2L]));
    }

    [Fact]
    public void Images_are_sampled_at_places()
    {
        Tensor x = tensor(new float[,,,] { { { { 1, 2 }, { 3, 4 } } } });
        Tensor grid = tensor(new[] { 0f, 0, -1, -1, 1, 1, 3, 3 }, [1, 1, 4, 2]);
        Close(F.grid_sample(x, grid, align_corners: true), 2.5f, 1, 4, 0);
        Close(F.grid_sample(x, grid, padding_mode: GridSamplePaddingMode.Border, align_corners: true), 2.5f, 1, 4, 4);
        Close(F.grid_sample(x, grid, mode: GridSampleMode.Nearest, align_corners: true)[.., .., .., 1..3], 1, 4);
        Tensor identity = tensor(new float[,,] { { { 1, 0, 0 }, { 0, 1, 0 } } });
        Close(F.grid_sample(x, F.affine_grid(identity, [1, 1, 2, 2], true), align_corners: true), 1, 2, 3, 4);
    }

    [Fact]
    public void Blocks_are_unfolded_and_folded()
    {
        Tensor x = arange(9, dtype: float32).view(1, 1, 3, 3);
        Tensor blocks = Unfold(2).call(x);
        blocks.shape.ShouldBe([1, 4, 4]);
        Close(blocks[0, .., 0], 0, 1, 3, 4);
        Close(Fold(3, 2).call(ones(1, 4, 4)), 1, 2, 1, 2, 4, 2, 1, 2, 1);
        Flatten().call(ones(2, 3, 4)).shape.ShouldBe([2, 12]);
        Unflatten(1, [3L, 4]).call(ones(2, 12)).shape.ShouldBe([2, 3, 4]);
        Identity().call(x).Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void An_LSTM_is_its_equations()
    {
        manual_seed(3);
        var lstm = LSTM(2, 3, batchFirst: true);
        Tensor x = randn(1, 4, 2);
        (Tensor output, Tensor hn, Tensor cn) = lstm.call(x);
        var w = lstm.state_dict();
        Tensor h = zeros(3), c = zeros(3);
        for (int t = 0; t < 4; t++)
        {
            Tensor gates = w["weight_ih_l0"].matmul(x[0, t]) + w["bias_ih_l0"] + w["weight_hh_l0"].matmul(h) + w["bias_hh_l0"];
            Tensor[] parts = gates.chunk(4);
            c = parts[1].sigmoid() * c + parts[0].sigmoid() * parts[2].tanh();
            h = parts[3].sigmoid() * c.tanh();
            Close(output[0, t], h.data<float>().ToArray());
        }

        Close(hn, h.data<float>().ToArray());
        Close(cn, c.data<float>().ToArray());
        var cell = LSTMCell(2, 3);
        cell.load_state_dict(new() { ["weight_ih"] = w["weight_ih_l0"], ["weight_hh"] = w["weight_hh_l0"], ["bias_ih"] = w["bias_ih_l0"], ["bias_hh"] = w["bias_hh_l0"] });
        (Tensor Hidden, Tensor Cell)? state = null;
        for (int t = 0; t < 4; t++)
        {
            state = cell.call(x[.., t], state);
        }

        Close(state!.Value.Hidden, h.data<float>().ToArray());
    }

    [Fact]
    public void A_GRU_is_its_equations()
    {
        manual_seed(3);
        var gru = GRU(2, 3);
        Tensor x = randn(4, 1, 2);
        (Tensor output, Tensor hn) = gru.call(x);
        var w = gru.state_dict();
        Tensor h = zeros(3);
        for (int t = 0; t < 4; t++)
        {
            Tensor[] i = (w["weight_ih_l0"].matmul(x[t, 0]) + w["bias_ih_l0"]).chunk(3), hh = (w["weight_hh_l0"].matmul(h) + w["bias_hh_l0"]).chunk(3);
            Tensor r = (i[0] + hh[0]).sigmoid(), z = (i[1] + hh[1]).sigmoid(), n = (i[2] + r * hh[2]).tanh();
            h = (1 - z) * n + z * h;
            Close(output[t, 0], h.data<float>().ToArray());
        }

        Close(hn, h.data<float>().ToArray());
        var cell = GRUCell(2, 3);
        cell.load_state_dict(new() { ["weight_ih"] = w["weight_ih_l0"], ["weight_hh"] = w["weight_hh_l0"], ["bias_ih"] = w["bias_ih_l0"], ["bias_hh"] = w["bias_hh_l0"] });
        Close(cell.call(x[0]), output[0].data<float>().ToArray());
        (Tensor plain, _) = RNN(2, 3, nonLinearity: NonLinearities.ReLU).call(x);
        (plain >= 0).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Recurrent_layers_run_both_ways_deep_with_a_start_and_without_a_batch()
    {
        var lstm = LSTM(2, 3, 2, batchFirst: true, dropout: 0.5, bidirectional: true);
        (Tensor output, Tensor h, Tensor c) = lstm.call(randn(5, 7, 2));
        output.shape.ShouldBe([5, 7, 6]);
        h.shape.ShouldBe([4, 5, 3]);
        c.shape.ShouldBe([4, 5, 3]);
        lstm.named_parameters().Count().ShouldBe(16);
        lstm.state_dict().Keys.ShouldContain("weight_ih_l1_reverse");
        lstm.state_dict()["weight_ih_l1"].shape.ShouldBe([12, 6]);
        lstm.eval();
        Tensor x = randn(7, 2);
        (Tensor single, Tensor hs, _) = lstm.call(x);
        single.shape.ShouldBe([7, 6]);
        hs.shape.ShouldBe([4, 3]);
        (Tensor batch, _, _) = lstm.call(x.unsqueeze(0));
        Close(single, batch.data<float>().ToArray());

        var gru = GRU(2, 3);
        gru.eval();
        Tensor sequence = randn(6, 1, 2);
        (Tensor whole, _) = gru.call(sequence);
        (_, Tensor half) = gru.call(sequence[..3]);
        (Tensor rest, _) = gru.call(sequence[3..], half);
        Close(rest, whole[3..].data<float>().ToArray());
    }

    [Fact]
    public void Packed_sequences_run_as_each_would_alone()
    {
        manual_seed(5);
        var lstm = LSTM(2, 3, bidirectional: true);
        Tensor a = randn(4, 2), b = randn(2, 2), c = randn(3, 2);
        utils.rnn.PackedSequence packed = utils.rnn.pack_sequence([b, a, c], enforce_sorted: false);
        packed.batch_sizes.data<long>().ToArray().ShouldBe([3, 3, 2, 1]);
        (utils.rnn.PackedSequence output, Tensor h, _) = lstm.call(packed);
        (Tensor padded, Tensor lengths) = utils.rnn.pad_packed_sequence(output);
        lengths.data<long>().ToArray().ShouldBe([2, 4, 3]);
        padded.shape.ShouldBe([4, 3, 6]);
        (Tensor alone, Tensor hAlone, _) = lstm.call(b.unsqueeze(1));
        Close(padded[..2, 0], alone.squeeze(1).data<float>().ToArray());
        Close(h[.., 0], hAlone.squeeze(1).data<float>().ToArray());
        Close(padded[2, 0], new float[6]);
        GRU(2, 3).call(packed).Item1.data.shape.ShouldBe([9, 3]);
        utils.rnn.pad_sequence([a, b], batch_first: true, padding_value: -1)[1, 3].data<float>().ToArray().ShouldBe([-1, -1]);
        packed.Dispose();
        Should.Throw<ObjectDisposedException>(() => packed.data.shape.Length);
    }

    [Fact]
    public void Attention_weighs_values_by_the_match_of_query_and_key()
    {
        Tensor q = tensor(new float[,] { { 1, 0 } }), k = tensor(new float[,] { { 1, 0 }, { 0, 1 } }), v = tensor(new float[,] { { 10 }, { 20 } });
        double first = Math.Exp(1 / Math.Sqrt(2)), share = first / (first + 1);
        Close(F.scaled_dot_product_attention(q, k, v), (float)((10 * share) + (20 * (1 - share))));
        Close(F.scaled_dot_product_attention(k, k, v, is_casual: true)[0], 10);
        Close(F.scaled_dot_product_attention(q, k, v, attn_mask: tensor(new[,] { { false, true } })), 20);
    }

    [Fact]
    public void Distances_normalisation_and_one_hot()
    {
        Close(F.normalize(Row(3, 4), dim: 0), 0.6f, 0.8f);
        Close(CosineSimilarity(0).call(Row(1, 0), Row(1, 1)), (float)Math.Sqrt(0.5));
        Close(F.pairwise_distance(tensor(new float[,] { { 0, 0 } }), tensor(new float[,] { { 3, 4 } }), eps: 0), 5);
        Close(cdist(tensor(new float[,] { { 0, 0 } }), tensor(new float[,] { { 3, 4 } })), 5);
        F.one_hot(tensor(new[] { 1L, 0 }), 3).data<long>().ToArray().ShouldBe([0, 1, 0, 1, 0, 0]);
    }

    private static Tensor Row(params float[] values) => tensor(values);

    private static void Set(Tensor target, params float[] values)
    {
        using (no_grad())
        {
            target.copy_(tensor(values).view(target.shape));
        }
    }

    private static void Close(Tensor actual, params float[] expected)
    {
        float[] values = actual.data<float>().ToArray();
        values.Length.ShouldBe(expected.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i].ShouldBe(expected[i], 1e-4f);
        }
    }
}
