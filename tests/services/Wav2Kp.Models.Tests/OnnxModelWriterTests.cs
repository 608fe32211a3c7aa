using OpenCvSharp;
using OpenCvSharp.Dnn;
using Shouldly;
using TorchSharp;
using Wav2Kp.Faces.Networks;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

public sealed class OnnxModelWriterTests
{
    private readonly Random _random = new(3);

    [Fact]
    public void OpenCV_computes_what_libtorch_computes_with_the_same_weights()
    {
        float[] input = Values(3 * 20 * 20);
        float[] stem = Values(8 * 3 * 9), stemBias = Values(8), depthwise = Values(8 * 9), point = Values(12 * 8), pointBias = Values(12), slopes = Values(12);
        float[] grouped = Values(12 * 6 * 9), same = Values(12 * 12 * 9), head = Values(5 * 12), headBias = Values(5);

        OnnxModelWriter writer = new("input", 1, 3, 20, 20);
        string x = writer.Relu(writer.Convolution(writer.Input, stem, stemBias, 8, 3, stride: 2));
        x = writer.LeakyRelu(writer.Convolution(x, depthwise, [], 8, 3, groups: 8), 0.1f);
        string a = writer.PRelu(writer.Convolution(x, point, pointBias, 12, 1), slopes);
        string b = writer.Sigmoid(writer.Convolution(a, grouped, [], 12, 3, groups: 2));
        string sum = writer.Add(a, writer.Multiply(a, b));
        string small = writer.MaxPool(writer.Convolution(sum, same, [], 12, 3, stride: 1), 2, 2);
        string both = writer.Concatenate(1, writer.UpsampleNearest(small, 2), sum);
        string average = writer.AveragePool(both, 2, 2);
        string mean = writer.Flatten(writer.GlobalAveragePool(small));
        string row = writer.Named(writer.Linear(mean, head, headBias, 5), "row");
        string map = writer.Named(writer.Transpose(writer.Reshape(average, 1, 24, 25), 0, 2, 1), "map");
        (float[] rowFound, float[] mapFound) = RunTwo(writer.ToBytes(row, map), input, [1, 3, 20, 20], row, map);

        using DisposeScope scope = NewDisposeScope();
        Tensor y = nn.functional.conv2d(tensor(input, [1, 3, 20, 20]), tensor(stem, [8, 3, 3, 3]), tensor(stemBias), [2, 2], [1, 1]).relu();
        y = nn.functional.leaky_relu(nn.functional.conv2d(y, tensor(depthwise, [8, 1, 3, 3]), null, [1, 1], [1, 1], groups: 8), 0.1);
        Tensor c = nn.functional.conv2d(y, tensor(point, [12, 8, 1, 1]), tensor(pointBias));
        c = c.clamp_min(0) + (c.clamp_max(0) * tensor(slopes, [12, 1, 1]));
        Tensor d = nn.functional.conv2d(c, tensor(grouped, [12, 6, 3, 3]), null, [1, 1], [1, 1], groups: 2).sigmoid();
        Tensor total = c + (c * d);
        Tensor little = nn.functional.max_pool2d(nn.functional.conv2d(total, tensor(same, [12, 12, 3, 3]), null, [1, 1], [1, 1]), 2);
        Tensor large = little.repeat_interleave(2, 2).repeat_interleave(2, 3);
        Tensor joined = nn.functional.avg_pool2d(cat([large, total], 1), 2);
        Tensor rowTrue = nn.functional.linear(little.mean([2, 3]), tensor(head, [5, 12]), tensor(headBias));
        Tensor mapTrue = joined.reshape(1, 24, 25).transpose(1, 2).contiguous();

        Largest(rowFound, rowTrue).ShouldBeLessThan(1e-4f);
        Largest(mapFound, mapTrue).ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Weights_that_do_not_fit_and_unknown_names_are_refused()
    {
        OnnxModelWriter writer = new("input", 1, 3, 8, 8);
        Should.Throw<ArgumentException>(() => writer.Convolution(writer.Input, Values(10), [], 4, 3)).Message.ShouldContain("10 weights");
        Should.Throw<ArgumentException>(() => writer.Convolution(writer.Input, Values(4 * 3 * 9), Values(3), 4, 3)).Message.ShouldContain("3 biases for 4 outputs");
        Should.Throw<ArgumentException>(() => writer.Relu("nothing")).Message.ShouldContain("nothing");
        Should.Throw<ArgumentException>(() => writer.ToBytes()).Message.ShouldContain("output");
        Should.Throw<ArgumentException>(() => writer.Named(writer.Relu(writer.Input), "input")).Message.ShouldContain("in use");
    }

    private float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((_random.NextDouble() * 0.6) - 0.3))];

    private static (float[], float[]) RunTwo(byte[] file, float[] input, int[] shape, string first, string second)
    {
        using Net network = CvDnn.ReadNetFromOnnx(file).ShouldNotBeNull();
        using Mat blob = new(shape, MatType.CV_32FC1);
        System.Runtime.InteropServices.Marshal.Copy(input, 0, blob.Data, input.Length);
        network.SetInput(blob);
        using Mat one = new(), two = new();
        network.Forward([one, two], [first, second]);
        return (Floats(one), Floats(two));
    }

    private static float[] Floats(Mat mat)
    {
        float[] values = new float[mat.Total()];
        System.Runtime.InteropServices.Marshal.Copy(mat.Data, values, 0, values.Length);
        return values;
    }

    private static float Largest(float[] found, Tensor expected)
    {
        float[] values = expected.data<float>().ToArray();
        found.Length.ShouldBe(values.Length);
        values.Max(Math.Abs).ShouldBeGreaterThan(0.01f);
        return found.Zip(values, (a, b) => Math.Abs(a - b)).Max();
    }
}
