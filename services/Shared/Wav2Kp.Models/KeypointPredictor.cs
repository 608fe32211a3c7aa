using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>A trained model at work: speech features in, keypoints out. Not for several threads at a time.</summary>
public sealed class KeypointPredictor : IDisposable
{
    // pieces predicted at a time
    private const int PiecesAtATime = 16;

    // a GPU computes them side by side
    private const int PiecesOnGpu = 256;

    // frames of speech that is heard in one go
    private const int FramesAtATime = 1_024;

    private readonly ModelPackage _model;
    private readonly Device _device;

    // on a CPU the kernel, elsewhere the network
    private readonly KeypointKernel? _kernel;
    private readonly KeypointNetwork? _network;

    /// <summary>Puts a model's network on a device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe's network.</exception>
    /// <exception cref="InvalidOperationException">The device cannot be used.</exception>
    public KeypointPredictor(ModelPackage model, string device = "auto")
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _device = ComputeDevice.Resolve(device);
        if (_device.type == DeviceType.CPU)
        {
            _kernel = new KeypointKernel(model);
            return;
        }
        _network = new KeypointNetwork(model.Recipe.Window.Rows * model.Recipe.Features.Mfcc.Coefficients, model.Recipe.Network).to(_device);
        try
        {
            using WeightSet weights = WeightSet.FromSafetensors(model.Weights, "", _device);
            weights.CopyTo(_network);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <summary>Predicts frames of a regular rate, frame k at the instant k / <paramref name="frameRate"/>.</summary>
    /// <param name="features">The speech, with the recipe's features.</param>
    /// <param name="frameRate">Frames per second, exactly.</param>
    /// <param name="frames">How many frames.</param>
    /// <returns>[frames, 136] in the recipe's space (<see cref="KeypointSpace"/>).</returns>
    /// <exception cref="InvalidDataException">The features have other parameters than the recipe's.</exception>
    /// <exception cref="InputRejectedException">The speech is too short for the recipe's window.</exception>
    public float[] Predict(FeatureFile features, Rational frameRate, int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        double[] timestamps = new double[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            timestamps[frame] = (frame / frameRate).Value;
        }
        return PredictAt(features, timestamps);
    }

    /// <summary>Predicts frames at any instants.</summary>
    /// <param name="features">The speech, with the recipe's features.</param>
    /// <param name="timestamps">Each frame's time in seconds after the speech's first sample, rising.</param>
    /// <returns>[frames, 136] in the recipe's space.</returns>
    /// <exception cref="InvalidDataException">The features have other parameters than the recipe's.</exception>
    /// <exception cref="InputRejectedException">The speech is too short for the recipe's window.</exception>
    public float[] PredictAt(FeatureFile features, double[] timestamps)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(timestamps);
        KeypointTrainer.CheckFeatures(features, _model.Recipe, "the speech");
        return _kernel is null
            ? PredictAt(_network!, _model.Recipe, _model.Normalisation, _model.FrameRate, _device, features, timestamps, "the speech")
            : PredictAt((heard, windows) => Run(_kernel, _model.Recipe, _model.Normalisation, heard, windows), _model.Recipe, _model.FrameRate, features, timestamps, "the speech");
    }

    /// <summary>Places predicted faces into the true frames' poses.</summary>
    /// <param name="faces">[frames, 136] in the recipe's space, as predicted at the track's timestamps.</param>
    /// <param name="track">The frames' keypoints; a frame without a face takes the pose of the nearest frame that has one.</param>
    /// <returns>[frames, 68, 2] in pixels of the source video.</returns>
    /// <exception cref="ArgumentException">The number of frames differs.</exception>
    /// <exception cref="InvalidOperationException">No frame of the track has a face.</exception>
    public float[] PosedIn(float[] faces, LandmarkTrack track) => Pose(_model.Recipe, _model.MeanFace, faces, track);

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    internal static float[] Pose(Recipe recipe, float[] meanFace, float[] faces, LandmarkTrack track)
    {
        const int size = FacePoints.Values;
        if (faces.Length != track.FrameCount * size)
        {
            throw new ArgumentException($"{faces.Length / size} faces are predicted for {track.FrameCount} frames.", nameof(faces));
        }
        int[] poseOf = NearestValid(track.Valid);
        float[] posed = new float[faces.Length];
        for (int frame = 0; frame < track.FrameCount; frame++)
        {
            Pose(recipe, meanFace, faces.AsSpan(frame * size, size), track.PointsOf(poseOf[frame]), posed.AsSpan(frame * size, size));
        }
        return posed;
    }

    /// <summary>Places one face into the pose of a frame's true points.</summary>
    internal static void Pose(Recipe recipe, float[] meanFace, ReadOnlySpan<float> face, ReadOnlySpan<float> truth, Span<float> result)
    {
        if (recipe.Keypoints.Space == KeypointSpace.Crop)
        {
            SeedCrop.Around(truth).ToSource(face, result);
        }
        else
        {
            FaceAlignment.ToReference(truth, meanFace).Inverse().Apply(face, result);
        }
    }

    internal static float[] PredictAt(
        KeypointNetwork network, Recipe recipe, Normalisation normalisation, Rational modelRate, Device device,
        FeatureFile features, double[] timestamps, string name) =>
        PredictAt((heard, windows) => Run(network, recipe, normalisation, device, heard, windows), recipe, modelRate, features, timestamps, name);

    private static float[] PredictAt(Func<FeatureFile, int[], float[]> run, Recipe recipe, Rational modelRate, FeatureFile features, double[] timestamps, string name)
    {
        const int size = FacePoints.Values;
        if (timestamps.Length == 0)
        {
            return [];
        }
        if (recipe.Keypoints.Space == KeypointSpace.Crop)
        {
            // as published: three rows per frame, every third kept
            int factor = recipe.Keypoints.Upsample;
            int[] windows = WindowPlan.Proportional(timestamps.Length * factor, features.Rows, recipe.Window.Rows, name);
            float[] rows = run(features, windows);
            float[] kept = new float[timestamps.Length * size];
            for (int frame = 0; frame < timestamps.Length; frame++)
            {
                int row = Math.Min(frame * factor, windows.Length - 1);
                rows.AsSpan(row * size, size).CopyTo(kept.AsSpan(frame * size, size));
            }
            return kept;
        }

        double rate = modelRate.Value;
        int frames = 2 + (int)Math.Floor(timestamps[^1] * rate);
        float[] grid = run(ClipSequence.Heard(features, recipe), WindowPlan.Of(recipe, frames, modelRate, features.RowsPerSecond));
        float[] faces = new float[timestamps.Length * size];
        for (int frame = 0; frame < timestamps.Length; frame++)
        {
            double position = Math.Clamp(timestamps[frame] * rate, 0, frames - 1);
            int before = Math.Min((int)position, frames - 2);
            float weight = (float)(position - before);
            for (int i = 0; i < size; i++)
            {
                float from = grid[(before * size) + i], to = grid[((before + 1) * size) + i];
                faces[(frame * size) + i] = from + (weight * (to - from));
            }
        }
        return faces;
    }

    /// <summary>
    /// Runs the network over the frames in overlapping pieces as long as the training's sequences. A frame's face is the
    /// mean over the pieces that it is in, weighted towards the piece whose middle it is nearer to.
    /// </summary>
    private static float[] Run(KeypointNetwork network, Recipe recipe, Normalisation normalisation, Device device, FeatureFile features, int[] windowStart)
    {
        const int size = FacePoints.Values;
        ClipSequence clip = ClipSequence.ForPrediction(features, windowStart);
        using IDisposable noGradient = no_grad();
        using SequenceStore store = new([clip], recipe, normalisation, device);
        Segment[] pieces = [.. OverlappingPieces(windowStart.Length, PieceFrames(recipe))];
        Blend blend = new(windowStart.Length);
        network.eval();
        int atATime = device.type == DeviceType.CPU ? PiecesAtATime : PiecesOnGpu;
        for (int first = 0; first < pieces.Length; first += atATime)
        {
            using DisposeScope scope = NewDisposeScope();
            Span<Segment> batch = pieces.AsSpan(first, Math.Min(atATime, pieces.Length - first));
            float[] predicted = network.call(store.GatherWindows(batch)).cpu().contiguous().data<float>().ToArray();
            for (int piece = 0; piece < batch.Length; piece++)
            {
                blend.Add(batch[piece], predicted.AsSpan(piece * batch[piece].Length * size), size);
            }
        }
        return blend.Restored(normalisation);
    }

    /// <summary>The same without tensors. Each window's share of the first layer is computed once, whatever pieces it is in.</summary>
    private static float[] Run(KeypointKernel kernel, Recipe recipe, Normalisation normalisation, FeatureFile features, int[] windowStart)
    {
        int threads = get_num_threads(), frames = windowStart.Length, pieceFrames = PieceFrames(recipe);
        (float[] rows, int[] starts) = SpeechRows.Of(features, windowStart, recipe.Window.Rows, normalisation);
        Blend blend = new(frames);
        if (pieceFrames == 0 && !recipe.Network.Bidirectional)
        {
            // what is remembered passes from one stretch to the next: an hour needs no more memory than a minute
            KeypointKernel.State state = kernel.Silence();
            for (int first = 0; first < frames; first += FramesAtATime)
            {
                int count = Math.Min(FramesAtATime, frames - first);
                blend.Add(new Segment(first, count), kernel.Run(kernel.Listen(rows, starts[first..(first + count)], threads), 0, count, state, threads), kernel.Stride);
            }
            return blend.Restored(normalisation);
        }
        Segment[] pieces = [.. OverlappingPieces(frames, pieceFrames)];
        for (int first = 0; first < pieces.Length; first += PiecesAtATime)
        {
            Segment[] batch = pieces[first..Math.Min(pieces.Length, first + PiecesAtATime)];
            int from = (int)batch[0].FirstFrame, to = (int)batch[^1].FirstFrame + batch[^1].Length;
            float[][] heard = kernel.Listen(rows, starts[from..to], threads);
            foreach (Segment piece in batch)
            {
                blend.Add(piece, kernel.Run(heard, (int)piece.FirstFrame - from, piece.Length, null, threads), kernel.Stride);
            }
        }
        return blend.Restored(normalisation);
    }

    // a network for live speech remembers from the beginning on, as it does live
    private static int PieceFrames(Recipe recipe) => recipe.Window.Placement == WindowPlacement.Trailing ? 0 : recipe.Training.SequenceFrames;

    /// <summary>Faces of overlapping pieces, weighted towards the piece whose middle they are nearer to.</summary>
    private sealed class Blend(int frames)
    {
        private readonly double[] _sum = new double[frames * FacePoints.Values], _weights = new double[frames];

        public void Add(Segment piece, ReadOnlySpan<float> faces, int stride)
        {
            for (int i = 0; i < piece.Length; i++)
            {
                int frame = (int)piece.FirstFrame + i;
                double weight = Math.Min(i + 1, piece.Length - i);
                _weights[frame] += weight;
                ReadOnlySpan<float> face = faces.Slice(i * stride, FacePoints.Values);
                for (int j = 0; j < face.Length; j++)
                {
                    _sum[(frame * FacePoints.Values) + j] += weight * face[j];
                }
            }
        }

        public float[] Restored(Normalisation normalisation)
        {
            float[] faces = new float[_sum.Length];
            for (int i = 0; i < faces.Length; i++)
            {
                int coordinate = i % FacePoints.Values;
                faces[i] = (float)((_sum[i] / _weights[i / FacePoints.Values] * normalisation.KeypointDeviation[coordinate]) + normalisation.KeypointMean[coordinate]);
            }
            return faces;
        }
    }

    /// <summary>Pieces of one length, each beginning at most half a piece after the one before it.</summary>
    internal static IEnumerable<Segment> OverlappingPieces(int frames, int pieceFrames)
    {
        if (pieceFrames == 0 || frames <= pieceFrames)
        {
            yield return new Segment(0, frames);
            yield break;
        }
        int stride = pieceFrames / 2;
        for (int first = 0; first + pieceFrames < frames; first += stride)
        {
            yield return new Segment(first, pieceFrames);
        }
        yield return new Segment(frames - pieceFrames, pieceFrames);
    }

    /// <summary>For each frame, the nearest one that has a face.</summary>
    internal static int[] NearestValid(byte[] valid)
    {
        int[] frames = [.. Enumerable.Range(0, valid.Length).Where(frame => valid[frame] != 0)];
        if (frames.Length == 0)
        {
            throw new InvalidOperationException("No frame of the clip has a face to take a pose from.");
        }
        int[] nearest = new int[valid.Length];
        int at = 0;
        for (int frame = 0; frame < valid.Length; frame++)
        {
            while (at + 1 < frames.Length && Math.Abs(frames[at + 1] - frame) <= Math.Abs(frames[at] - frame))
            {
                at++;
            }
            nearest[frame] = frames[at];
        }
        return nearest;
    }
}
