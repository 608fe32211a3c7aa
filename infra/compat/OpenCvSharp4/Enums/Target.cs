namespace OpenCvSharp.Dnn;

/// <summary>Where a network is computed. OpenCV's names and values.</summary>
public enum Target
{
    CPU = 0,
    OPENCL = 1,
    OPENCL_FP16 = 2,
    MYRIAD = 3,
    VULKAN = 4,
    FPGA = 5,
    CUDA = 6,
    CUDA_FP16 = 7,
    HDDL = 8,
}
