namespace Wav2Kp.Faces.Pictures;

/// <summary>A picture of a face and where its 68 points are.</summary>
public sealed record LabelledPicture
{
    /// <summary>The picture's name in the archive.</summary>
    public required string Image { get; init; }

    /// <summary>The 136 numbers of its points, pixels of the picture, pixel centres at whole numbers.</summary>
    public required float[] Points { get; init; }

    /// <summary>1 where the point can be seen, 0 where it is hidden [68]; null where nobody said so.</summary>
    public byte[]? Visible { get; init; }

    /// <summary>Whence the points come, such as <c>ict</c>, <c>drawn</c> or <c>clip</c>; null where nobody said so.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Whom the picture shows, as far as its name tells: the name without folder, extension and the number after its last
    /// underscore (<c>Luis_Fonsi_21.jpg</c> shows <c>Luis_Fonsi</c>). Pictures are split by it, so that nobody is in two splits.
    /// </summary>
    public string Person
    {
        get
        {
            string name = Path.GetFileNameWithoutExtension(Image);
            int underscore = name.LastIndexOf('_');
            return underscore > 0 && underscore < name.Length - 1 && name.AsSpan(underscore + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..underscore] : name;
        }
    }
}
