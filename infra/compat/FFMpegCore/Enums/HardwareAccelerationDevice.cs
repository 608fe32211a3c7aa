namespace FFMpegCore.Enums;

/// <summary>Decoders in hardware (<c>-hwaccel</c>).</summary>
public enum HardwareAccelerationDevice
{
    /// <summary>What ffmpeg finds.</summary>
    Auto,

    /// <summary>d3d11va</summary>
    D3D11VA,

    /// <summary>dxva2</summary>
    DXVA2,

    /// <summary>qsv</summary>
    QSV,

    /// <summary>cuvid</summary>
    CUVID,

    /// <summary>cuda</summary>
    CUDA,

    /// <summary>vdpau</summary>
    VDPAU,

    /// <summary>vaapi</summary>
    VAAPI,

    /// <summary>libmfx</summary>
    LibMFX,
}
