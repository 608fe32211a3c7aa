using Wav2Kp.Media;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Videos;

/// <summary>Checks landmarks that come with a video rather than from a detector.</summary>
internal static class KnownLandmarks
{
    private const int Points = 68;

    private static readonly (string Name, SafetensorsDType Type, long[] Shape)[] s_perFrame =
    [
        ("confidence", SafetensorsDType.F32, []), ("valid", SafetensorsDType.U8, []), ("box", SafetensorsDType.F32, [4]),
        ("crop", SafetensorsDType.F32, [2, 3]), ("timestamps", SafetensorsDType.F64, []),
    ];

    /// <summary>Checks the tensors' types and shapes, and that every valid frame's points are numbers.</summary>
    /// <exception cref="ApiException">Not a landmarks file.</exception>
    public static void Check(Stream content)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Read(content);
        }
        catch (InvalidDataException e)
        {
            throw Wrong($"It is not a sound safetensors file: {e.Message.TrimEnd('.')}");
        }
        if (!file.Tensors.TryGetValue("points", out var points) || points.DType != SafetensorsDType.F32
            || points.Shape is not [> 0, Points, 2])
            throw Wrong("It needs a float32 tensor 'points' of the shape [frames, 68, 2], in pixels of the source frame");
        long frames = points.Shape[0];
        foreach (var (name, type, shape) in s_perFrame)
        {
            if (file.Tensors.TryGetValue(name, out var tensor) && (tensor.DType != type || !tensor.Shape.SequenceEqual([frames, .. shape])))
                throw Wrong($"Its tensor '{name}' should be {type} of the shape [{string.Join(", ", [frames, .. shape])}]; it is {tensor.DType} of [{string.Join(", ", tensor.Shape)}]");
        }
        var valid = file.Tensors.TryGetValue("valid", out var flags) ? flags.As<byte>() : default;
        var values = points.As<float>();
        for (int frame = 0; frame < frames; frame++)
        {
            if (!valid.IsEmpty && valid[frame] == 0)
                continue;
            foreach (float value in values.Slice(frame * Points * 2, Points * 2))
                if (!float.IsFinite(value))
                    throw Wrong($"Its points in frame {frame} are not all numbers; a frame without a face is marked 0 in the tensor 'valid'");
        }
    }

    private static ApiException Wrong(string what) => ApiException.Bad("wrong-landmarks", $"This is no file of landmarks. {what}.");
}
