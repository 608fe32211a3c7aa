using System.Globalization;

namespace Wav2Kp.Faces.Networks;

/// <summary>
/// Builds an ONNX file (operator set 11) in memory from layers and their weights, so that weights travel as safetensors and
/// run in OpenCV's dnn without another library. Each method adds one node and returns the name of its output, which the next
/// one takes as its input. Batches are of one picture: activations are [1, channels, height, width], or [1, values] once
/// flattened.
/// </summary>
public sealed class OnnxModelWriter
{
    // numbers of fields and types: onnx.proto3 of ONNX 1.6, the first with operator set 11
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int AttributeFloat = 1;
    private const int AttributeInt = 2;
    private const int AttributeText = 3;
    private const int AttributeInts = 7;
    private const int FormatVersion = 6;
    private const int OperatorSet = 11;

    private readonly ProtocolBuffer _graph = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _nodes;
    private int _constants;

    /// <summary>Begins a network.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="shape">The input's shape, such as 1, 3, 112, 112.</param>
    public OnnxModelWriter(string input, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        Input = input;
        _names.Add(input);
        _graph.Message(11, Value(input, shape));
    }

    /// <summary>The input's name.</summary>
    public string Input { get; }

    /// <summary>A convolution (cross-correlation) with zero padding.</summary>
    /// <param name="input">The activations' name.</param>
    /// <param name="weights">[outputs, inputs / groups, kernel, kernel], row by row.</param>
    /// <param name="bias">One number for each output channel; empty: none.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Pixels between two places of the kernel.</param>
    /// <param name="padding">Zeros added on each side; null: half the kernel, which keeps the size at stride 1.</param>
    /// <param name="groups">Groups of channels that do not see each other; as many as outputs: a depthwise convolution.</param>
    /// <returns>The output's name.</returns>
    /// <exception cref="ArgumentException">The weights or the bias do not fit the other numbers, or the input is unknown.</exception>
    public string Convolution(string input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int outputs, int kernel, int stride = 1, int? padding = null, int groups = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (weights.IsEmpty || weights.Length % (outputs * kernel * kernel) != 0 || outputs % groups != 0)
        {
            throw new ArgumentException($"{weights.Length} weights do not fill {outputs} kernels of {kernel} x {kernel} in {groups} group(s).", nameof(weights));
        }
        CheckBias(bias, outputs);
        int side = padding ?? kernel / 2;
        string weightName = Constant(weights, outputs, weights.Length / (outputs * kernel * kernel), kernel, kernel);
        return Node("Conv", bias.IsEmpty ? [input, weightName] : [input, weightName, Constant(bias, outputs)],
            Attribute("kernel_shape", kernel, kernel), Attribute("strides", stride, stride),
            Attribute("pads", side, side, side, side), Attribute("group", groups), Attribute("dilations", 1, 1));
    }

    /// <summary>A linear layer: weights times the flattened input, and the bias.</summary>
    /// <param name="input">The name of activations [1, values].</param>
    /// <param name="weights">[outputs, values], row by row, as PyTorch keeps them.</param>
    /// <param name="bias">One number for each output; empty: none.</param>
    /// <param name="outputs">Output values.</param>
    /// <returns>The output's name.</returns>
    /// <exception cref="ArgumentException">The weights or the bias do not fit <paramref name="outputs"/>, or the input is unknown.</exception>
    public string Linear(string input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (weights.IsEmpty || weights.Length % outputs != 0)
        {
            throw new ArgumentException($"{weights.Length} weights do not fill {outputs} rows.", nameof(weights));
        }
        CheckBias(bias, outputs);
        string weightName = Constant(weights, outputs, weights.Length / outputs);
        return Node("Gemm", bias.IsEmpty ? [input, weightName] : [input, weightName, Constant(bias, outputs)],
            Attribute("alpha", 1f), Attribute("beta", 1f), Attribute("transB", 1));
    }

    /// <summary>max(x, 0).</summary>
    public string Relu(string input) => Node("Relu", [input]);

    /// <summary>max(x, 0) and slope times min(x, 0), one slope for each channel.</summary>
    public string PRelu(string input, ReadOnlySpan<float> slopes) => Node("PRelu", [input, Constant(slopes, slopes.Length, 1, 1)]);

    /// <summary>1 / (1 + exp(−x)).</summary>
    public string Sigmoid(string input) => Node("Sigmoid", [input]);

    /// <summary>x where it is positive, <paramref name="slope"/> times x elsewhere.</summary>
    public string LeakyRelu(string input, float slope) => Node("LeakyRelu", [input], Attribute("alpha", slope));

    /// <summary>The sum of two activations of one shape.</summary>
    public string Add(string first, string second) => Node("Add", [first, second]);

    /// <summary>The product of two activations; the second may be [1, channels, 1, 1].</summary>
    public string Multiply(string first, string second) => Node("Mul", [first, second]);

    /// <summary>Activations one after the other along an axis; 1: channels.</summary>
    public string Concatenate(int axis, params ReadOnlySpan<string> inputs) => Node("Concat", inputs, Attribute("axis", axis));

    /// <summary>The largest value under a sliding square.</summary>
    public string MaxPool(string input, int kernel, int stride, int padding = 0) =>
        Node("MaxPool", [input], Attribute("kernel_shape", kernel, kernel), Attribute("strides", stride, stride), Attribute("pads", padding, padding, padding, padding));

    /// <summary>The mean under a sliding square that lies within the picture.</summary>
    public string AveragePool(string input, int kernel, int stride) =>
        Node("AveragePool", [input], Attribute("kernel_shape", kernel, kernel), Attribute("strides", stride, stride), Attribute("pads", 0, 0, 0, 0));

    /// <summary>The mean over height and width: [1, channels, 1, 1].</summary>
    public string GlobalAveragePool(string input) => Node("GlobalAveragePool", [input]);

    /// <summary>All values in a row: [1, values].</summary>
    public string Flatten(string input) => Node("Flatten", [input], Attribute("axis", 1));

    /// <summary>The same values in another shape.</summary>
    public string Reshape(string input, params ReadOnlySpan<int> shape) => Node("Reshape", [input, Integers(shape)]);

    /// <summary>The dimensions in another order.</summary>
    public string Transpose(string input, params ReadOnlySpan<int> order) => Node("Transpose", [input], Attribute("perm", order));

    /// <summary>Softmax along an axis.</summary>
    public string Softmax(string input, int axis) => Node("Softmax", [input], Attribute("axis", axis));

    /// <summary>Height and width multiplied by a whole number, pixels repeated.</summary>
    public string UpsampleNearest(string input, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        string region = Constant([], 0), scales = Constant([1, 1, factor, factor], 4);
        return Node("Resize", [input, region, scales], Attribute("mode", "nearest"),
            Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor"));
    }

    /// <summary>Gives activations a name of one's own, to ask the network for them.</summary>
    /// <exception cref="ArgumentException">The name is in use, or the activations are unknown.</exception>
    public string Named(string input, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_names.Contains(name))
        {
            throw new ArgumentException($"The name '{name}' is in use.", nameof(name));
        }
        return Node("Identity", [input], name, []);
    }

    /// <summary>The file, with the outputs that the network is asked for. More layers may follow for another file.</summary>
    /// <exception cref="ArgumentException">No output is given, or one is unknown.</exception>
    public byte[] ToBytes(params ReadOnlySpan<string> outputs)
    {
        if (outputs.IsEmpty)
        {
            throw new ArgumentException("A network without an output computes nothing.", nameof(outputs));
        }
        ProtocolBuffer graph = new();
        graph.Text(2, "wav2kp");
        ProtocolBuffer ends = new();
        foreach (string output in outputs)
        {
            Check(output);
            ends.Message(12, Value(output, []));
        }
        // a message's fields may come in any order and piece by piece: that of the graph is the join of the three
        byte[] whole = [.. graph.Written.Span, .. _graph.Written.Span, .. ends.Written.Span];
        return new ProtocolBuffer()
            .Number(1, FormatVersion)
            .Text(2, "wav2kp")
            .Bytes(7, whole)
            .Message(8, new ProtocolBuffer().Text(1, "").Number(2, OperatorSet))
            .Written.ToArray();
    }

    private static void CheckBias(ReadOnlySpan<float> bias, int outputs)
    {
        if (!bias.IsEmpty && bias.Length != outputs)
        {
            throw new ArgumentException($"There are {bias.Length} biases for {outputs} outputs.", nameof(bias));
        }
    }

    private static ProtocolBuffer Value(string name, ReadOnlySpan<int> shape)
    {
        ProtocolBuffer type = new ProtocolBuffer().Number(1, FloatType);
        // OpenCV wants a shape of every value: that of an output may be empty
        ProtocolBuffer sizes = new();
        foreach (int size in shape)
        {
            sizes.Message(1, new ProtocolBuffer().Number(1, size));
        }
        type.Message(2, sizes);
        return new ProtocolBuffer().Text(1, name).Message(2, new ProtocolBuffer().Message(1, type));
    }

    private static ProtocolBuffer Attribute(string name, float value) => new ProtocolBuffer().Text(1, name).Number(2, value).Number(20, AttributeFloat);

    private static ProtocolBuffer Attribute(string name, int value) => new ProtocolBuffer().Text(1, name).Number(3, value).Number(20, AttributeInt);

    private static ProtocolBuffer Attribute(string name, string value) => new ProtocolBuffer().Text(1, name).Text(4, value).Number(20, AttributeText);

    private static ProtocolBuffer Attribute(string name, params ReadOnlySpan<int> values)
    {
        ProtocolBuffer attribute = new ProtocolBuffer().Text(1, name);
        foreach (int value in values)
        {
            attribute.Number(8, value);
        }
        return attribute.Number(20, AttributeInts);
    }

    private string Node(string type, ReadOnlySpan<string> inputs, params ReadOnlySpan<ProtocolBuffer> attributes) =>
        Node(type, inputs, string.Create(CultureInfo.InvariantCulture, $"{type}{_nodes}"), attributes);

    private string Node(string type, ReadOnlySpan<string> inputs, string output, ReadOnlySpan<ProtocolBuffer> attributes)
    {
        ProtocolBuffer node = new();
        foreach (string input in inputs)
        {
            Check(input);
            node.Text(1, input);
        }
        node.Text(2, output).Text(3, output).Text(4, type);
        foreach (ProtocolBuffer attribute in attributes)
        {
            node.Message(5, attribute);
        }
        _graph.Message(1, node);
        _nodes++;
        _names.Add(output);
        return output;
    }

    private string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        ProtocolBuffer tensor = Tensor(FloatType, shape, out string name);
        _graph.Message(5, tensor.Floats(9, values));
        return name;
    }

    private string Integers(ReadOnlySpan<int> values)
    {
        ProtocolBuffer tensor = Tensor(Int64Type, [values.Length], out string name);
        byte[] bytes = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        }
        _graph.Message(5, tensor.Bytes(9, bytes));
        return name;
    }

    private ProtocolBuffer Tensor(int type, ReadOnlySpan<int> shape, out string name)
    {
        name = string.Create(CultureInfo.InvariantCulture, $"w{_constants++}");
        _names.Add(name);
        ProtocolBuffer tensor = new();
        foreach (int size in shape)
        {
            tensor.Number(1, size);
        }
        return tensor.Number(2, type).Text(8, name);
    }

    private void Check(string name)
    {
        if (!_names.Contains(name))
        {
            throw new ArgumentException($"There are no activations named '{name}'.", nameof(name));
        }
    }
}
