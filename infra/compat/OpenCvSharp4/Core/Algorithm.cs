namespace OpenCvSharp;

/// <summary>An algorithm with a state of its own.</summary>
public abstract class Algorithm : CvObject;
