using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models;

namespace Wav2Kp.Inference.Tests;

/// <summary>Models whose weights are drawn by lot: what they say means nothing, but hangs on all that they heard.</summary>
internal static class TestModels
{
    public static ModelPackage Make(string recipeName, params (string Field, string Value)[] overrides)
    {
        Recipe recipe = Recipe.BuiltIn(recipeName).With([new("network.hidden", "48"), .. overrides.Select(o => KeyValuePair.Create(o.Field, o.Value))]);
        Random random = new(7);
        int coefficients = recipe.Features.Mfcc.Coefficients, gates = 4 * recipe.Network.Hidden, directions = recipe.Network.Bidirectional ? 2 : 1;
        List<SafetensorsTensor> weights = [];
        int columns = recipe.Window.Rows * coefficients;
        for (int layer = 0; layer < recipe.Network.Layers; layer++, columns = directions * recipe.Network.Hidden)
        {
            foreach (string suffix in directions == 2 ? (string[])["", "_reverse"] : [""])
            {
                Add($"lstm.weight_ih_l{layer}{suffix}", gates, columns);
                Add($"lstm.weight_hh_l{layer}{suffix}", gates, recipe.Network.Hidden);
                Add($"lstm.bias_ih_l{layer}{suffix}", gates);
                Add($"lstm.bias_hh_l{layer}{suffix}", gates);
            }
        }
        Add("linear.weight", FacePoints.Values, columns);
        Add("linear.bias", FacePoints.Values);
        float[] face = [.. Enumerable.Range(0, FacePoints.Values).Select(i => (float)(i % 2 == 0 ? Math.Cos(i * 0.2) : Math.Sin(i * 0.2)))];
        return new ModelPackage
        {
            Recipe = recipe,
            Weights = weights,
            Normalisation = new Normalisation
            {
                FeatureMean = Filled(coefficients, -1),
                FeatureDeviation = Filled(coefficients, 10),
                KeypointMean = face,
                KeypointDeviation = Filled(FacePoints.Values, 1),
            },
            MeanFace = face,
            FrameRate = 25,
            TrainedOn = new TrainingRecord(),
        };

        void Add(string name, params long[] shape)
        {
            float bound = 1.5f / MathF.Sqrt(shape.Length == 2 ? shape[1] : 16);
            weights.Add(SafetensorsTensor.FromFloats(
                name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => bound * ((2 * random.NextSingle()) - 1))]));
        }
    }

    private static float[] Filled(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
