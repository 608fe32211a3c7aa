using TorchSharp;
using Wav2Kp.Faces;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Landmarks;

/// <summary>The loss of a batch; what it is made of says <see cref="LandmarkLossRecipe"/>.</summary>
internal sealed class LandmarkLoss(LandmarkLossRecipe recipe, Device device)
{
    /// <summary>A face whose mean error is above this has been missed, as everybody counts it.</summary>
    public const float Failure = 0.08f;

    public Tensor Pictures(LandmarkBatch batch) =>
        ((tensor(batch.Pixels, [batch.Count, 3, batch.InputSize, batch.InputSize]).Send(device).to(ScalarType.Float32) - 127.5) / 127.5).contiguous();

    public Tensor Of(Tensor maps, Tensor extras, LandmarkBatch batch)
    {
        (Tensor points, Tensor logWeights) = LandmarkModule.Points(maps);
        Tensor face = tensor(batch.Face, [batch.Count]).Send(device);
        Tensor each = face.unsqueeze(1) / Math.Max(1, batch.Face.Sum()) / FacePoints.Count;
        Tensor difference = Differences(points, batch);
        Tensor distance = (difference.square().sum(2) + 1e-9).sqrt();

        Tensor cells = tensor(batch.Cells, [batch.Count, FacePoints.Count, 4]).Send(device);
        Tensor shares = tensor(batch.Shares, [batch.Count, FacePoints.Count, 4]).Send(device);
        Tensor heatmap = (logWeights.gather(2, cells) * shares).sum(2).neg();

        Tensor logError = extras.narrow(1, 0, FacePoints.Count);
        Tensor error = logError + (distance.detach() * logError.neg().exp());

        // right, as far as the confidence is concerned, is a face that is not missed
        Tensor right = distance.detach().mean([1]).lt(Failure).to(ScalarType.Float32) * face;
        Tensor confidence = nn.functional.binary_cross_entropy_with_logits(extras.narrow(1, FacePoints.Count, 1).squeeze(1), right);

        Tensor perPoint = OfPoints(difference) + (heatmap * recipe.Heatmap) + (error * recipe.Error);
        return (perPoint * each).sum() + (confidence * recipe.Confidence);
    }

    /// <summary>[batch, 68, 2]: how far the points are off, over the distance between the outer corners of the eyes.</summary>
    public Tensor Differences(Tensor points, LandmarkBatch batch) =>
        (points - tensor(batch.Points, [batch.Count, FacePoints.Count, 2]).Send(device)) / tensor(batch.EyeDistance, [batch.Count, 1, 1]).Send(device);

    private Tensor OfPoints(Tensor difference)
    {
        if (recipe.Kind == LandmarkLossKind.Distance)
        {
            return (difference.square().sum(2) + (recipe.Softness * recipe.Softness)).sqrt();
        }
        // w ln(1 + |x| / e) below w, |x| and what makes it continuous above
        Tensor size = difference.abs();
        double offset = recipe.Width - (recipe.Width * Math.Log(1 + (recipe.Width / recipe.Curvature)));
        Tensor small = (size.clamp_max(recipe.Width) / recipe.Curvature + 1).log() * recipe.Width;
        return where(size.lt(recipe.Width), small, size - offset).sum(2);
    }
}
