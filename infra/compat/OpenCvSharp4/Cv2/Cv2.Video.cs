using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <content>Motion.</content>
public static partial class Cv2
{
    /// <summary>Where points of one image lie in the next (Lucas and Kanade, by pyramids); status is 1 where a point was found.</summary>
    public static void CalcOpticalFlowPyrLK(
        InputArray prevImg,
        InputArray nextImg,
        InputArray prevPts,
        InputOutputArray nextPts,
        OutputArray status,
        OutputArray err,
        Size? winSize = null,
        int maxLevel = 3,
        TermCriteria? criteria = null,
        OpticalFlowFlags flags = OpticalFlowFlags.None,
        double minEigThreshold = 1e-4)
    {
        TermCriteria end = criteria ?? TermCriteria.Both(30, 0.01);
        int result = NativeMethods.w2k_optical_flow_lk(
            Call.In(prevImg), Call.In(nextImg), Call.In(prevPts), Call.Out(nextPts), Call.Out(status), Call.Out(err), winSize ?? new Size(21, 21), maxLevel, (int)end.Type, end.MaxCount, end.Epsilon, (int)flags, minEigThreshold);
        Call.Done(result, nextPts, prevImg, nextImg, prevPts);
        status.Assign();
        err.Assign();
    }

    /// <summary>Where points of one image lie in the next (Lucas and Kanade, by pyramids); status is 1 where a point was found.</summary>
    public static void CalcOpticalFlowPyrLK(
        InputArray prevImg,
        InputArray nextImg,
        Point2f[] prevPts,
        ref Point2f[] nextPts,
        out byte[] status,
        out float[] err,
        Size? winSize = null,
        int maxLevel = 3,
        TermCriteria? criteria = null,
        OpticalFlowFlags flags = OpticalFlowFlags.None,
        double minEigThreshold = 1e-4)
    {
        ArgumentNullException.ThrowIfNull(prevPts);
        ArgumentNullException.ThrowIfNull(nextPts);
        if (prevPts.Length == 0)
        {
            (nextPts, status, err) = ([], [], []);
            return;
        }
        using Mat from = Mat.FromArray(prevPts);
        using Mat to = flags.HasFlag(OpticalFlowFlags.UseInitialFlow) ? Mat.FromArray(nextPts) : new Mat();
        using var found = new Mat();
        using var errors = new Mat();
        CalcOpticalFlowPyrLK(prevImg, nextImg, (InputArray)from, to, found, errors, winSize, maxLevel, criteria, flags, minEigThreshold);
        nextPts = Call.Values<Point2f>(to);
        status = Call.Values<byte>(found);
        err = Call.Values<float>(errors);
    }

    /// <summary>The motion of every pixel (Farnebäck).</summary>
    public static void CalcOpticalFlowFarneback(
        InputArray prev, InputArray next, InputOutputArray flow, double pyrScale, int levels, int winsize, int iterations, int polyN, double polySigma, OpticalFlowFlags flags) =>
        Call.Done(
            NativeMethods.w2k_optical_flow_farneback(Call.In(prev), Call.In(next), Call.Out(flow), pyrScale, levels, winsize, iterations, polyN, polySigma, (int)flags), flow, prev, next);

    /// <summary>Corners that can be followed well, the best first.</summary>
    public static Point2f[] GoodFeaturesToTrack(
        InputArray src, int maxCorners, double qualityLevel, double minDistance, InputArray? mask, int blockSize, bool useHarrisDetector, double k)
    {
        using var corners = new Mat();
        Call.Done(
            NativeMethods.w2k_good_features(Call.In(src), maxCorners, qualityLevel, minDistance, Call.Optional(mask), blockSize, useHarrisDetector ? 1 : 0, k, corners.Handle), null, src, mask);
        return Call.Values<Point2f>(corners);
    }
}
