namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>What a piece of the head's surface is.</summary>
internal enum FacePart : byte
{
    /// <summary>Nothing that is drawn.</summary>
    None,

    /// <summary>The face: skin, lips, brows.</summary>
    Face,

    /// <summary>The rest of the head, ears and neck.</summary>
    Head,

    /// <summary>The inside of the mouth.</summary>
    MouthSocket,

    /// <summary>Behind the eyes.</summary>
    EyeSocket,

    /// <summary>Gums and tongue.</summary>
    Gums,

    /// <summary>Teeth.</summary>
    Teeth,

    /// <summary>The left eyeball.</summary>
    LeftEye,

    /// <summary>The right eyeball.</summary>
    RightEye,

    /// <summary>Hair that hangs down.</summary>
    Hair,
}
