namespace OpenCvSharp;

/// <summary>How outliers are dealt with. OpenCV's names and values.</summary>
public enum RobustEstimationAlgorithms
{
    LMEDS = 4,
    RANSAC = 8,
    RHO = 16,
    USAC_DEFAULT = 32,
    USAC_PARALLEL = 33,
    USAC_FM_8PTS = 34,
    USAC_FAST = 35,
    USAC_ACCURATE = 36,
    USAC_PROSAC = 37,
    USAC_MAGSAC = 38,
}
