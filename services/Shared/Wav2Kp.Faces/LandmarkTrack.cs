using System.Globalization;
using Wav2Kp.Media;

namespace Wav2Kp.Faces;

/// <summary>
/// The 68 points of one face in every frame of a video: what <c>landmarks.safetensors</c> holds. A frame without a face has
/// <see cref="Valid"/> 0 and zeros everywhere else; no reader may take its numbers for a face.
/// </summary>
public sealed class LandmarkTrack
{
    /// <summary><see cref="Source"/> of points that were not detected but are known, as in drawn clips.</summary>
    public const string KnownSource = "known";

    private const string Format = "wav2kp.landmarks";
    private const int Version = 1;

    /// <summary>The points [F, 68, 2]: x and y in pixels of the source frame as displayed.</summary>
    public required float[] Points { get; init; }

    /// <summary>How sure the points are, 0 to 1 [F]; see <see cref="LandmarkExtractor"/> for what it is made of.</summary>
    public required float[] Confidence { get; init; }

    /// <summary>1 where the frame shows the face, else 0 [F].</summary>
    public required byte[] Valid { get; init; }

    /// <summary>The box around the face's points [F, 4]: x, y, width, height in pixels.</summary>
    public required float[] Box { get; init; }

    /// <summary>The affine transform from the source frame to the aligned 256 x 256 crop [F, 2, 3].</summary>
    public required float[] Crop { get; init; }

    /// <summary>How blurred the face is, 0 for sharp towards 1 [F]; empty where nobody measured it. See <see cref="FrameQuality.BlurOf"/>.</summary>
    public float[] Blur { get; init; } = [];

    /// <summary>The share of the face that is hidden, 0 to 1 [F]; empty where nobody measured it.</summary>
    public float[] Occlusion { get; init; } = [];

    /// <summary>Yaw, pitch and roll of the head in degrees [F, 3] (<see cref="FacePose"/>); empty where nobody measured them.</summary>
    public float[] Pose { get; init; } = [];

    /// <summary>What is wrong with each frame's face [F] (<see cref="FrameFlags"/>); empty where nobody looked.</summary>
    public byte[] Flags { get; init; } = [];

    /// <summary>The other faces' points [K, F, 68, 2], zeros where one is not seen; empty where there is none.</summary>
    public float[] OtherPoints { get; init; } = [];

    /// <summary>1 where the frame shows the other face [K, F]; empty where there is none.</summary>
    public byte[] OtherValid { get; init; } = [];

    /// <summary>How the face was chosen among several: <c>alone</c>, <c>size</c> or <c>voice</c>; null where nobody chose.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>The time of each frame after the first, in seconds [F].</summary>
    public required double[] Timestamps { get; init; }

    /// <summary>The frame's width in pixels, as displayed.</summary>
    public required int Width { get; init; }

    /// <summary>The frame's height in pixels, as displayed.</summary>
    public required int Height { get; init; }

    /// <summary>The video's nominal frame rate; <see cref="Timestamps"/> tell the true times of a variable one.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>Whence the points come: <see cref="KnownSource"/>, or <c>network:</c> and the first 12 hex digits of the network file's SHA-256.</summary>
    public required string Source { get; init; }

    /// <summary>The most faces besides this one that any frame was seen to have.</summary>
    public int OtherFaces { get; init; }

    /// <summary>How many frames there are.</summary>
    public int FrameCount => Valid.Length;

    /// <summary>How many frames show the face.</summary>
    public int ValidCount => Valid.Count(valid => valid != 0);

    /// <summary>The 136 numbers of a frame's points.</summary>
    public Span<float> PointsOf(int frame) => Points.AsSpan(frame * FacePoints.Values, FacePoints.Values);

    /// <summary>Enters a face into a frame: its points, and the box and the crop that follow from them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="points">The face's 136 numbers.</param>
    /// <param name="confidence">How sure they are, 0 to 1.</param>
    public void Set(int frame, ReadOnlySpan<float> points, float confidence)
    {
        points[..FacePoints.Values].CopyTo(PointsOf(frame));
        FaceBox box = FaceBox.Around(points);
        new[] { box.X, box.Y, box.Width, box.Height }.CopyTo(Box, frame * 4);
        FaceCrop.Fit(points).ToMatrix().CopyTo(Crop, frame * 6);
        Confidence[frame] = confidence;
        Valid[frame] = 1;
    }

    /// <summary>What is wrong with a frame's face.</summary>
    public FrameFlags FlagsOf(int frame) => Flags.Length == 0 ? FrameFlags.None : (FrameFlags)Flags[frame];

    /// <summary>Takes the frames whose face is flagged for frames without a face: their <see cref="Valid"/> becomes 0.</summary>
    public void MaskFlagged()
    {
        for (int frame = 0; frame < Flags.Length; frame++)
        {
            Valid[frame] = Flags[frame] == 0 ? Valid[frame] : (byte)0;
        }
    }

    /// <summary>The mean of <see cref="FacePoints.NormalisedError"/> over the frames that are valid here and in the truth; null when there is none.</summary>
    /// <param name="truth">The known points of the same clip.</param>
    public double? ErrorAgainst(LandmarkTrack truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        double sum = 0;
        int frames = 0;
        for (int frame = 0; frame < Math.Min(FrameCount, truth.FrameCount); frame++)
        {
            if (Valid[frame] != 0 && truth.Valid[frame] != 0)
            {
                sum += FacePoints.NormalisedError(PointsOf(frame), truth.PointsOf(frame));
                frames++;
            }
        }
        return frames == 0 ? null : sum / frames;
    }

    /// <summary>Writes <c>landmarks.safetensors</c>; the file appears only when it is complete.</summary>
    /// <exception cref="InvalidOperationException">The arrays do not fit each other.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Save(string path)
    {
        if (Fault() is string fault)
        {
            throw new InvalidOperationException($"The landmark track is not sound: {fault}.");
        }
        long frames = FrameCount;
        List<SafetensorsTensor> tensors =
        [
            SafetensorsTensor.FromFloats("points", [frames, FacePoints.Count, 2], Points),
            SafetensorsTensor.FromFloats("confidence", [frames], Confidence),
            SafetensorsTensor.FromBytes("valid", [frames], Valid),
            SafetensorsTensor.FromFloats("box", [frames, 4], Box),
            SafetensorsTensor.FromFloats("crop", [frames, 2, 3], Crop),
            SafetensorsTensor.FromDoubles("timestamps", [frames], Timestamps),
        ];
        if (Flags.Length > 0)
        {
            tensors.Add(SafetensorsTensor.FromFloats("blur", [frames], Blur));
            tensors.Add(SafetensorsTensor.FromFloats("occlusion", [frames], Occlusion));
            tensors.Add(SafetensorsTensor.FromFloats("pose", [frames, 3], Pose));
            tensors.Add(SafetensorsTensor.FromBytes("flags", [frames], Flags));
        }
        if (OtherValid.Length > 0)
        {
            long others = OtherValid.Length / frames;
            tensors.Add(SafetensorsTensor.FromFloats("other_points", [others, frames, FacePoints.Count, 2], OtherPoints));
            tensors.Add(SafetensorsTensor.FromBytes("other_valid", [others, frames], OtherValid));
        }
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Format,
            ["version"] = Version.ToString(CultureInfo.InvariantCulture),
            ["width"] = Width.ToString(CultureInfo.InvariantCulture),
            ["height"] = Height.ToString(CultureInfo.InvariantCulture),
            ["frame_rate"] = FrameRate.ToString(),
            ["source"] = Source,
            ["other_faces"] = OtherFaces.ToString(CultureInfo.InvariantCulture),
        };
        if (ChosenBy is not null)
        {
            metadata["chosen_by"] = ChosenBy;
        }
        SafetensorsFile.Write(path, tensors, metadata);
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote, or another program in the same format.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a sound landmark file: the message says what is wrong with it.</exception>
    public static LandmarkTrack Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        string name = Path.GetFileName(path);
        try
        {
            LandmarkTrack track = new()
            {
                Points = Read<float>(file, "points", FacePoints.Count, 2),
                Confidence = Read<float>(file, "confidence"),
                Valid = Read<byte>(file, "valid"),
                Box = Read<float>(file, "box", 4),
                Crop = Read<float>(file, "crop", 2, 3),
                Timestamps = Read<double>(file, "timestamps"),
                Width = Integer(file, "width"),
                Height = Integer(file, "height"),
                FrameRate = Rational.TryParse(Text(file, "frame_rate"), out Rational rate)
                    ? rate
                    : throw new InvalidDataException($"its frame_rate '{Text(file, "frame_rate")}' is not a fraction"),
                Source = Text(file, "source"),
                OtherFaces = file.Metadata.ContainsKey("other_faces") ? Integer(file, "other_faces") : 0,
                Blur = ReadIfThere<float>(file, "blur"),
                Occlusion = ReadIfThere<float>(file, "occlusion"),
                Pose = ReadIfThere<float>(file, "pose", 3),
                Flags = ReadIfThere<byte>(file, "flags"),
                OtherPoints = ReadOthers<float>(file, "other_points", FacePoints.Count, 2),
                OtherValid = ReadOthers<byte>(file, "other_valid"),
                ChosenBy = file.Metadata.GetValueOrDefault("chosen_by"),
            };
            return track.Fault() is string fault ? throw new InvalidDataException(fault) : track;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' is not a landmark file of this platform: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private string? Fault()
    {
        int frames = FrameCount;
        foreach ((string name, int length, int each) in new[]
        {
            ("points", Points.Length, FacePoints.Values), ("confidence", Confidence.Length, 1), ("box", Box.Length, 4),
            ("crop", Crop.Length, 6), ("timestamps", Timestamps.Length, 1),
        })
        {
            if (length != frames * each)
            {
                return $"'{name}' has {length} numbers where {frames} frames need {frames * each}";
            }
        }
        if ((Flags.Length, Blur.Length, Occlusion.Length, Pose.Length) is not (0, 0, 0, 0) && (Flags.Length, Blur.Length, Occlusion.Length, Pose.Length) != (frames, frames, frames, 3 * frames))
        {
            return "its 'blur', 'occlusion', 'pose' and 'flags' do not tell of every frame";
        }
        if (OtherPoints.Length != OtherValid.Length * FacePoints.Values || (frames > 0 && OtherValid.Length % frames != 0))
        {
            return "its 'other_points' and 'other_valid' do not tell of every frame";
        }
        if (Width <= 0 || Height <= 0)
        {
            return $"a frame of {Width} x {Height} pixels does not exist";
        }
        if (FrameRate <= Rational.Zero)
        {
            return $"the frame rate {FrameRate} is not above zero";
        }
        if (string.IsNullOrWhiteSpace(Source))
        {
            return "it does not say whence its points come";
        }
        for (int frame = 0; frame < frames; frame++)
        {
            if (Valid[frame] > 1)
            {
                return $"'valid' of frame {frame} is {Valid[frame]}, not 0 or 1";
            }
            if (!double.IsFinite(Timestamps[frame]) || (frame > 0 && Timestamps[frame] <= Timestamps[frame - 1]))
            {
                return $"the time of frame {frame} does not follow that of the frame before";
            }
            foreach (float value in PointsOf(frame))
            {
                if (!float.IsFinite(value))
                {
                    return $"a point of frame {frame} is not finite";
                }
            }
        }
        return null;
    }

    private static T[] Read<T>(SafetensorsFile file, string name, params long[] rest) where T : unmanaged
    {
        SafetensorsTensor tensor = file[name];
        return tensor.Shape.Length == rest.Length + 1 && tensor.Shape.AsSpan(1).SequenceEqual(rest)
            ? tensor.As<T>().ToArray()
            : throw new InvalidDataException($"its tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", rest.Select(size => size.ToString(CultureInfo.InvariantCulture)).Prepend("F"))}]");
    }

    // tensors that older files, and files of points that were not detected, do not have
    private static T[] ReadIfThere<T>(SafetensorsFile file, string name, params long[] rest) where T : unmanaged =>
        file.Tensors.ContainsKey(name) ? Read<T>(file, name, rest) : [];

    private static T[] ReadOthers<T>(SafetensorsFile file, string name, params long[] rest) where T : unmanaged
    {
        if (!file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor))
        {
            return [];
        }
        return tensor.Shape.Length == rest.Length + 2 && tensor.Shape.AsSpan(2).SequenceEqual(rest)
            ? tensor.As<T>().ToArray()
            : throw new InvalidDataException($"its tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}]");
    }

    private static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new InvalidDataException($"its metadata have no '{key}'");

    private static int Integer(SafetensorsFile file, string key) =>
        int.TryParse(Text(file, key), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InvalidDataException($"its metadata's '{key}' is not a whole number");
}
