using OpenCvSharp;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Faces.Labelling;

/// <summary>
/// What a network says of a face when it is shown several times: in crops that are shifted, turned, scaled and mirrored. The
/// mean is steadier than any one answer, and how far the answers lie apart tells how sure it can be.
/// </summary>
/// <param name="Points">The mean of the answers, 136 numbers in pixels.</param>
/// <param name="Spread">The mean distance of an answer from the mean, by the inter-ocular distance.</param>
internal sealed record NetworkOpinion(float[] Points, float Spread)
{
    // shifts in parts of the crop's side, turns in radians, scales
    private static readonly (float X, float Y, float Turn, float Scale)[] s_views =
    [
        (0, 0, 0, 1), (0.04f, 0.02f, 0.06f, 1.04f), (-0.04f, 0.02f, -0.06f, 1), (0.02f, -0.04f, -0.04f, 0.96f), (-0.02f, -0.03f, 0.04f, 1.07f),
    ];

    /// <summary>Asks a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bgr">The picture.</param>
    /// <param name="mirrored">The same picture, mirrored.</param>
    /// <param name="near">Where the face is about: 136 numbers.</param>
    public static NetworkOpinion Of(ILandmarkNetwork network, Mat bgr, Mat mirrored, ReadOnlySpan<float> near)
    {
        List<float[]> answers = [];
        // a first look from where the face is said to be, so that the crop is this network's own
        float[] first = new float[FacePoints.Values];
        (float x, float y, float side) = network.CropFor(near);
        network.Predict(bgr, x, y, side, 0, first);
        (x, y, side) = network.CropFor(first);
        float angle = LandmarkCrop.AngleOf(first);
        foreach ((float shiftX, float shiftY, float turn, float scale) in s_views)
        {
            float[] answer = new float[FacePoints.Values];
            float centreX = x + (shiftX * side), centreY = y + (shiftY * side);
            network.Predict(bgr, centreX, centreY, scale * side, angle + turn, answer);
            answers.Add(answer);
            float[] reflected = new float[FacePoints.Values];
            network.Predict(mirrored, bgr.Width - 1 - centreX, centreY, scale * side, -angle - turn, reflected);
            answers.Add(Mirror(reflected, bgr.Width));
        }
        float[] mean = Mean(answers);
        return new NetworkOpinion(mean, answers.Average(answer => FacePoints.NormalisedError(answer, mean)));
    }

    /// <summary>The mean of several sets of points.</summary>
    public static float[] Mean(IReadOnlyCollection<float[]> sets)
    {
        float[] mean = new float[FacePoints.Values];
        foreach (float[] set in sets)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += set[i] / sets.Count;
            }
        }
        return mean;
    }

    // the points of a mirrored picture as they are in the picture itself
    private static float[] Mirror(float[] points, int width)
    {
        float[] result = new float[points.Length];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            int other = FacePoints.Mirror[i];
            result[2 * i] = width - 1 - points[2 * other];
            result[(2 * i) + 1] = points[(2 * other) + 1];
        }
        return result;
    }
}
