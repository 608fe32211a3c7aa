namespace OpenCvSharp;

/// <summary>A short vector of any kind.</summary>
public interface IVec;
