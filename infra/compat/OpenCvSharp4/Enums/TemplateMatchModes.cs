namespace OpenCvSharp;

/// <summary>How well a template fits. OpenCV's values.</summary>
public enum TemplateMatchModes
{
    SqDiff = 0,
    SqDiffNormed = 1,
    CCorr = 2,
    CCorrNormed = 3,
    CCoeff = 4,
    CCoeffNormed = 5,
}
