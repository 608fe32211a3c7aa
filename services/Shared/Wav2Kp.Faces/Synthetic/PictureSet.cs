using Wav2Kp.Faces.Pictures;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>Writes a set of pictures that are made side by side, in their order.</summary>
internal static class PictureSet
{
    // groups that are held in memory at once, for each processor
    private const int GroupsAhead = 16;

    /// <summary>Makes pictures one by one.</summary>
    public static void Write(
        string jsonPath, int count, Func<int, (LabelledPicture Picture, byte[] Jpeg)> make, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Write(jsonPath, count, 1, (index, made) => made[0] = make(index), progress, cancellationToken);

    /// <summary>Makes pictures in groups that share work.</summary>
    /// <param name="jsonPath">Where the set goes.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="group">How many share work.</param>
    /// <param name="make">Gets the index of a group's first picture, and fills in its pictures.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static void Write(
        string jsonPath, int count, int group, Action<int, (LabelledPicture Picture, byte[] Jpeg)[]> make, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using LabelledPictureWriter writer = new(jsonPath);
        int groups = (count + group - 1) / group, ahead = GroupsAhead * Environment.ProcessorCount;
        for (int first = 0; first < groups; first += ahead)
        {
            (LabelledPicture Picture, byte[] Jpeg)[][] made =
                [.. Enumerable.Range(first, Math.Min(ahead, groups - first)).Select(g => new (LabelledPicture, byte[])[Math.Min(group, count - (g * group))])];
            int start = first;
            SideBySide.For(made.Length, g => make((start + g) * group, made[g]), cancellationToken);
            foreach ((LabelledPicture picture, byte[] jpeg) in made.SelectMany(pictures => pictures))
            {
                writer.Add(picture, jpeg);
            }
            progress?.Report((double)writer.Count / count);
        }
        writer.Complete();
    }
}
