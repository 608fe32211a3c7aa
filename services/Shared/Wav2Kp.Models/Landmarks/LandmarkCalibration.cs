namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// Turns what the network says of its own certainty into shares and distances that hold on pictures it has not seen: the
/// confidence by a line through its logit (Platt 1999), the expected errors by one factor. Fitted on one half of the validation
/// pictures, changed as in training and with pictures of nothing among them; the figures are of the other half.
/// </summary>
/// <param name="Weight">The logit's factor.</param>
/// <param name="Bias">What is added to it.</param>
/// <param name="ErrorFactor">What the expected errors are multiplied by.</param>
/// <param name="CalibrationError">The mean distance between confidence and share of right ones over ten bins of confidence, weighted by their numbers.</param>
/// <param name="Bins">Of each tenth of confidence: how many, their mean confidence, their share of right ones.</param>
/// <param name="MeanOnNothing">The mean confidence on pictures without a face.</param>
/// <param name="HighOnNothing">The confidence that 99% of them stay below.</param>
public sealed record LandmarkCalibration(
    float Weight, float Bias, float ErrorFactor, double CalibrationError, IReadOnlyList<LandmarkCalibration.Bin> Bins, double MeanOnNothing, double HighOnNothing)
{
    private const int BinCount = 10;

    /// <summary>One tenth of the confidence.</summary>
    /// <param name="Count">Crops in it.</param>
    /// <param name="Confidence">Their mean confidence.</param>
    /// <param name="Right">Their share with a face and a mean error below 0.08.</param>
    public sealed record Bin(int Count, double Confidence, double Right);

    internal static LandmarkCalibration Fit(IReadOnlyList<Sample> samples)
    {
        Sample[] own = [.. samples.Where((_, i) => i % 2 == 0)], others = [.. samples.Where((_, i) => i % 2 == 1)];
        (double weight, double bias) = FitLine(own);
        double factor = own.Where(sample => sample.Face).SelectMany(sample => sample.Ratios).DefaultIfEmpty(1).Average();

        (double Confidence, Sample Sample)[] found = [.. others.Select(sample => (1 / (1 + Math.Exp(-((weight * sample.Logit) + bias))), sample))];
        Bin[] bins = [.. Enumerable.Range(0, BinCount).Select(i =>
        {
            (double Confidence, Sample Sample)[] members = [.. found.Where(item => Math.Min((int)(item.Confidence * BinCount), BinCount - 1) == i)];
            return members.Length == 0 ? new Bin(0, 0, 0) : new Bin(members.Length, members.Average(item => item.Confidence), members.Average(item => item.Sample.Right ? 1.0 : 0));
        })];
        double[] nothing = [.. found.Where(item => !item.Sample.Face).Select(item => item.Confidence).Order()];
        return new LandmarkCalibration((float)weight, (float)bias, (float)factor,
            bins.Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Right)) / Math.Max(1, found.Length), bins,
            nothing.DefaultIfEmpty(0).Average(), nothing.Length == 0 ? 0 : nothing[(int)(0.99 * (nothing.Length - 1))]);
    }

    // Newton's method on the cross-entropy, with Platt's softened targets so that it has a minimum even where all are right
    private static (double Weight, double Bias) FitLine(Sample[] samples)
    {
        double right = samples.Count(sample => sample.Right), wrong = samples.Length - right;
        double high = (right + 1) / (right + 2), low = 1 / (wrong + 2), weight = 1, bias = 0;
        for (int round = 0; round < 50; round++)
        {
            double gw = 0, gb = 0, hww = 1e-9, hwb = 0, hbb = 1e-9;
            foreach (Sample sample in samples)
            {
                double p = 1 / (1 + Math.Exp(-((weight * sample.Logit) + bias))), off = p - (sample.Right ? high : low), spread = p * (1 - p);
                gw += off * sample.Logit;
                gb += off;
                hww += spread * sample.Logit * sample.Logit;
                hwb += spread * sample.Logit;
                hbb += spread;
            }
            double determinant = (hww * hbb) - (hwb * hwb);
            if (!(determinant > 1e-12))
            {
                break;
            }
            double stepWeight = ((hbb * gw) - (hwb * gb)) / determinant, stepBias = ((hww * gb) - (hwb * gw)) / determinant;
            // far from the minimum a whole step may overshoot
            double size = Math.Min(1, 1 / Math.Max(Math.Abs(stepWeight), Math.Abs(stepBias)));
            weight -= size * stepWeight;
            bias -= size * stepBias;
            if (Math.Abs(stepWeight) + Math.Abs(stepBias) < 1e-9)
            {
                break;
            }
        }
        return (weight, bias);
    }

    /// <summary>What the network said of one crop, and how right it was.</summary>
    /// <param name="Face">Whether there is a face.</param>
    /// <param name="Logit">Of the confidence.</param>
    /// <param name="Error">The points' mean error over the distance between the outer corners of the eyes.</param>
    /// <param name="Ratios">The points' errors over the expected ones; empty where there is no face.</param>
    internal sealed record Sample(bool Face, double Logit, double Error, double[] Ratios)
    {
        public bool Right => Face && Error < LandmarkLoss.Failure;
    }
}
