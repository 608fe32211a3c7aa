namespace OpenCvSharp.Dnn;

/// <summary>Who computes a network. OpenCV's names and values.</summary>
public enum Backend
{
    DEFAULT = 0,
    HALIDE = 1,
    INFERENCE_ENGINE = 2,
    OPENCV = 3,
    VKCOM = 4,
    CUDA = 5,
}
