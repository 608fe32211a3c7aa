using OpenCvSharp.Native;

namespace OpenCvSharp.Dnn;

/// <summary>A neural network. One call at a time; others wait.</summary>
public class Net : CvObject
{
    private readonly NetHandle _handle;
    private readonly Lock _lock = new();

    /// <summary>An empty network.</summary>
    public Net()
    {
        Call.Check(NativeMethods.w2k_net_new(out IntPtr result));
        _handle = new NetHandle(result);
    }

    internal Net(NetHandle handle) => _handle = handle;

    private protected override NativeHandle? NativeObject => _handle;

    private NetHandle Handle
    {
        get
        {
            ThrowIfDisposed();
            return _handle;
        }
    }

    /// <summary>A network of a file, by its extension or the framework's name.</summary>
    public static Net ReadNet(string model, string config = "", string framework = "") => CvDnn.ReadNet(model, config, framework);

    /// <summary>A network of an ONNX file.</summary>
    public static Net? ReadNetFromONNX(string onnxFile) => CvDnn.ReadNetFromOnnx(onnxFile);

    /// <summary>A network of an ONNX file's bytes.</summary>
    public static Net? ReadNetFromONNX(byte[] onnxFileData) => CvDnn.ReadNetFromOnnx(onnxFileData);

    /// <summary>A network of an ONNX file's bytes.</summary>
    public static Net? ReadNetFromONNX(ReadOnlySpan<byte> onnxFileData) => CvDnn.ReadNetFromOnnx(onnxFileData);

    /// <summary>Whether there is no layer.</summary>
    public bool Empty()
    {
        Call.Check(NativeMethods.w2k_net_empty(Handle, out int empty));
        return empty != 0;
    }

    /// <summary>The network in the language of Graphviz; inputs must have been set.</summary>
    public string Dump() => Locked(net =>
    {
        using var text = new Mat();
        Call.Check(NativeMethods.w2k_net_dump(net, text.Handle));
        return Call.Text(text);
    });

    /// <summary>The number of a layer; -1 when there is none of the name.</summary>
    public int GetLayerId(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Call.Check(NativeMethods.w2k_net_layer_id(Handle, layer, out int id));
        return id;
    }

    /// <summary>The layers' names.</summary>
    public string[] GetLayerNames() => Names(0);

    /// <summary>Sets an input of the network; without a name the only one.</summary>
    public void SetInput(Mat blob, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        Locked(net =>
        {
            Call.Check(NativeMethods.w2k_net_set_input(net, Call.In(blob), name));
            return true;
        });
    }

    /// <summary>Computes a layer's output; without a name the last one's.</summary>
    public Mat Forward(string? outputName = null) => Locked(net =>
    {
        var result = new Mat();
        try
        {
            Call.Check(NativeMethods.w2k_net_forward(net, outputName ?? string.Empty, result.Handle));
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    });

    /// <summary>Computes a layer's output into the first array; without a name all outputs into as many.</summary>
    public void Forward(IEnumerable<Mat> outputBlobs, string? outputName = null) =>
        Forward(outputBlobs, outputName is null ? GetUnconnectedOutLayersNames() : [outputName]);

    /// <summary>Computes the outputs of layers.</summary>
    public void Forward(IEnumerable<Mat> outputBlobs, IEnumerable<string> outBlobNames)
    {
        ArgumentNullException.ThrowIfNull(outBlobNames);
        string[] names = [.. outBlobNames];
        using var blobs = new HandleList(outputBlobs);
        if (names.Length != blobs.Count)
        {
            throw new ArgumentException($"{names.Length} outputs need as many arrays, not {blobs.Count}.", nameof(outputBlobs));
        }
        Locked(net =>
        {
            Call.Check(NativeMethods.w2k_net_forward_many(net, names, blobs.Pointers, names.Length));
            return true;
        });
    }

    /// <summary>Who computes.</summary>
    public void SetPreferableBackend(Backend backendId) => Call.Check(NativeMethods.w2k_net_set_backend(Handle, (int)backendId));

    /// <summary>Where it is computed.</summary>
    public void SetPreferableTarget(Target targetId) => Call.Check(NativeMethods.w2k_net_set_target(Handle, (int)targetId));

    /// <summary>Numbers of the layers whose output no other takes.</summary>
    public int[] GetUnconnectedOutLayers()
    {
        using var ids = new Mat();
        Call.Check(NativeMethods.w2k_net_out_layers(Handle, ids.Handle));
        return Call.Values<int>(ids);
    }

    /// <summary>Names of the layers whose output no other takes.</summary>
    public string[] GetUnconnectedOutLayersNames() => Names(1);

    /// <summary>Whether layers are computed together.</summary>
    public void EnableFusion(bool fusion) => Call.Check(NativeMethods.w2k_net_enable_fusion(Handle, fusion ? 1 : 0));

    /// <summary>Clock ticks of the last computation, in all and by layer.</summary>
    public long GetPerfProfile(out double[] timings)
    {
        using var all = new Mat();
        Call.Check(NativeMethods.w2k_net_profile(Handle, all.Handle, out long ticks));
        timings = Call.Values<double>(all);
        return ticks;
    }

    private string[] Names(int what)
    {
        using var text = new Mat();
        Call.Check(NativeMethods.w2k_net_layer_names(Handle, what, text.Handle));
        return Call.Text(text).Split('\0')[..^1];
    }

    private T Locked<T>(Func<NetHandle, T> call)
    {
        lock (_lock)
        {
            return call(Handle);
        }
    }
}
