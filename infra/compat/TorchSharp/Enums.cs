namespace TorchSharp;

/// <summary>A kind of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

/// <summary>How values beyond a tensor's border are made up.</summary>
public enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}

/// <summary>A convolution's padding by name.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1,
}

/// <summary>Where a Fourier transform is divided by its length.</summary>
public enum FFTNormType
{
    Backward = 0,
    Forward = 1,
    Ortho = 2,
}

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    Metadata = 0,
    Julia = 1,
    Numpy = 2,
    CSharp = 3,
    Default = 4,
}

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    /// <summary>How the distances between two sets of points are computed.</summary>
    public enum compute_mode
    {
        use_mm_for_euclid_dist_if_necessary,
        use_mm_for_euclid_dist,
        donot_use_mm_for_euclid_dist,
    }

    /// <summary>How an <c>Upsample</c> layer interpolates.</summary>
    public enum UpsampleMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
    }

    /// <summary>How <c>interpolate</c> interpolates.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    /// <summary>How <c>grid_sample</c> interpolates.</summary>
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    /// <summary>What <c>grid_sample</c> sees outside of its input.</summary>
    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }
}
