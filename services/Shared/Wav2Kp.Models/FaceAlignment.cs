using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>
/// Takes a head's position, size and tilt out of its keypoints: every frame is brought onto a reference face by the
/// similarity transform that fits the stable points (<see cref="FacePoints.Stable"/>) best, and back.
/// </summary>
internal static class FaceAlignment
{
    private const int ReferenceIterations = 4;
    private const int ReferenceFrames = 2_000;

    /// <summary>The transform from a frame's pixels to the reference face's coordinates.</summary>
    /// <param name="points">The frame's 68 points, [68, 2] px.</param>
    /// <param name="reference">The reference face, [68, 2].</param>
    public static SimilarityTransform ToReference(ReadOnlySpan<float> points, ReadOnlySpan<float> reference) =>
        SimilarityTransform.Fit(points, reference, FacePoints.Stable);

    /// <summary>
    /// The mean face of the tracks by generalised Procrustes analysis (Gower 1975) on the stable points: origin at their
    /// centre, outer eye corners level and at distance 1.
    /// </summary>
    /// <exception cref="InvalidOperationException">No frame of any track is valid.</exception>
    public static float[] MeanFace(IEnumerable<LandmarkTrack> tracks)
    {
        List<ReadOnlyMemory<float>> faces = [.. tracks.SelectMany(ValidFrames)];
        if (faces.Count == 0)
        {
            throw new InvalidOperationException("No frame has a face.");
        }
        // evenly thinned: the mean of 2,000 faces is as good as that of a million
        int step = Math.Max(1, faces.Count / ReferenceFrames);
        ReadOnlyMemory<float>[] sample = [.. faces.Where((_, index) => index % step == 0)];
        float[] reference = Normalise(sample[0].ToArray());
        float[] aligned = new float[FacePoints.Values];
        for (int iteration = 0; iteration < ReferenceIterations; iteration++)
        {
            double[] sum = new double[FacePoints.Values];
            foreach (ReadOnlyMemory<float> face in sample)
            {
                ToReference(face.Span, reference).Apply(face.Span, aligned);
                for (int i = 0; i < FacePoints.Values; i++)
                {
                    sum[i] += aligned[i];
                }
            }
            reference = Normalise([.. sum.Select(value => (float)(value / sample.Length))]);
        }
        return reference;
    }

    private static IEnumerable<ReadOnlyMemory<float>> ValidFrames(LandmarkTrack track) =>
        Enumerable.Range(0, track.FrameCount).Where(frame => track.Valid[frame] != 0)
            .Select(frame => (ReadOnlyMemory<float>)track.Points.AsMemory(frame * FacePoints.Values, FacePoints.Values));

    private static float[] Normalise(float[] face)
    {
        double dx = face[2 * FacePoints.EyeOuterLeft] - face[2 * FacePoints.EyeOuterRight];
        double dy = face[(2 * FacePoints.EyeOuterLeft) + 1] - face[(2 * FacePoints.EyeOuterRight) + 1];
        double squared = (dx * dx) + (dy * dy);
        if (!(squared > 0))
        {
            throw new InvalidOperationException("The outer eye corners of a face lie on one spot.");
        }
        double cosine = dx / squared, sine = dy / squared, centreX = 0, centreY = 0;
        foreach (int point in FacePoints.Stable)
        {
            centreX += face[2 * point] / (double)FacePoints.Stable.Length;
            centreY += face[(2 * point) + 1] / (double)FacePoints.Stable.Length;
        }
        float[] result = new float[face.Length];
        for (int i = 0; i < face.Length; i += 2)
        {
            (double x, double y) = (face[i] - centreX, face[i + 1] - centreY);
            result[i] = (float)((cosine * x) + (sine * y));
            result[i + 1] = (float)((cosine * y) - (sine * x));
        }
        return result;
    }
}
