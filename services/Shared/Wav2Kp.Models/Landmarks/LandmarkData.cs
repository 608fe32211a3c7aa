using System.Security.Cryptography;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;

namespace Wav2Kp.Models.Landmarks;

/// <summary>The pictures of one set, decoded once, in the two parts of its split by persons.</summary>
/// <param name="Name">The set's name in the recipe.</param>
/// <param name="Train">Pictures to train on.</param>
/// <param name="Validation">Pictures of other persons.</param>
/// <param name="Digest">SHA-256 of the labels' file.</param>
internal sealed record LandmarkData(string Name, IReadOnlyList<TrainingPicture> Train, IReadOnlyList<TrainingPicture> Validation, string Digest)
{
    // what is kept around a face, in sides of its crop, and how many times finer than the network's input
    private const float Surroundings = 2, Fineness = 1.5f;

    /// <summary>Reads the sets that the recipe names, in its order.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="files">The labels' files; a set's name is that of its file without the extension.</param>
    /// <param name="cancellationToken">Looked at before each picture.</param>
    /// <exception cref="InputRejectedException">A set is missing, given twice or not in the mix, or too small to be split.</exception>
    /// <exception cref="InvalidDataException">A set is damaged.</exception>
    public static IReadOnlyList<LandmarkData> Load(LandmarkRecipe recipe, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        Dictionary<string, string> paths = [];
        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!recipe.Mix.ContainsKey(name))
            {
                throw new InputRejectedException("unknown-set", $"The recipe '{recipe.Name}' has no set '{name}' in its mix ({string.Join(", ", recipe.Mix.Keys)}): leave {file} out, or add mix.{name} to the recipe.");
            }
            if (!paths.TryAdd(name, file))
            {
                throw new InputRejectedException("duplicate-set", $"The set '{name}' is given twice: {paths[name]} and {file}.");
            }
        }
        return [.. recipe.Mix.Keys.Select(name => paths.TryGetValue(name, out string? path)
            ? LoadSet(name, path, recipe, cancellationToken)
            : throw new InputRejectedException("missing-set", $"The recipe '{recipe.Name}' needs the pictures '{name}': give {name}.json with its tar beside it."))];
    }

    private static LandmarkData LoadSet(string name, string path, LandmarkRecipe recipe, CancellationToken cancellationToken)
    {
        using LabelledPictures pictures = LabelledPictures.Load(path);
        HashSet<string> kept = PersonsKept(pictures.Items, recipe);
        LabelledPicture[] train = [.. pictures.Items.Where(item => !kept.Contains(item.Person))];
        LabelledPicture[] validation = [.. pictures.Items.Where(item => kept.Contains(item.Person))];
        if (train.Length == 0 || validation.Length == 0)
        {
            throw new InputRejectedException("too-few-persons", $"The set '{name}' shows {pictures.Items.Select(item => item.Person).Distinct().Count()} person(s) in {pictures.Items.Count} picture(s): it takes at least two persons to keep one for validation.");
        }
        // the same pictures of every run, spread over the persons
        DeterministicShuffle.Shuffle<LabelledPicture>(validation, recipe.Seed, 1);
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        return new LandmarkData(name, ReadAll(train), ReadAll([.. validation.Take(recipe.Training.ValidationPictures)]), digest);

        IReadOnlyList<TrainingPicture> ReadAll(LabelledPicture[] items)
        {
            TrainingPicture[] result = new TrainingPicture[items.Length];
            Parallel.For(0, items.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                i => result[i] = Cut(pictures, items[i], recipe.Network.InputSize));
            return result;
        }
    }

    private static HashSet<string> PersonsKept(IReadOnlyList<LabelledPicture> items, LandmarkRecipe recipe)
    {
        string[] persons = [.. items.Select(item => item.Person).Distinct().Order(StringComparer.Ordinal)];
        DeterministicShuffle.Shuffle<string>(persons, recipe.Seed, 0);
        int count = Math.Max(1, (int)Math.Round(persons.Length * recipe.Training.ValidationShare));
        return persons.Length < 2 ? [] : [.. persons.Take(count)];
    }

    // the face's surroundings, not finer than needed: thousands of pictures stay in memory
    private static TrainingPicture Cut(LabelledPictures pictures, LabelledPicture item, int inputSize)
    {
        using Mat whole = pictures.Read(item);
        (float x, float y, float side) = LandmarkCrop.Around(item.Points);
        int left = Math.Clamp((int)(x - (Surroundings / 2 * side)), 0, whole.Width - 1), top = Math.Clamp((int)(y - (Surroundings / 2 * side)), 0, whole.Height - 1);
        int right = Math.Clamp((int)(x + (Surroundings / 2 * side)), left + 1, whole.Width), bottom = Math.Clamp((int)(y + (Surroundings / 2 * side)), top + 1, whole.Height);
        using Mat part = whole.SubMat(top, bottom, left, right);
        double scale = Math.Min(1, Fineness * inputSize / side);
        using Mat small = new();
        Cv2.Resize(part, small, new Size(Math.Max(1, (int)Math.Round(part.Width * scale)), Math.Max(1, (int)Math.Round(part.Height * scale))), interpolation: scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        byte[] pixels = new byte[small.Width * small.Height * 3];
        for (int row = 0; row < small.Height; row++)
        {
            System.Runtime.InteropServices.Marshal.Copy(small.Ptr(row), pixels, row * small.Width * 3, small.Width * 3);
        }
        float scaleX = (float)small.Width / part.Width, scaleY = (float)small.Height / part.Height;
        float[] points = new float[item.Points.Length];
        for (int i = 0; i < points.Length; i += 2)
        {
            // pixel centres lie at whole numbers: the edges at -0.5
            points[i] = ((item.Points[i] - left + 0.5f) * scaleX) - 0.5f;
            points[i + 1] = ((item.Points[i + 1] - top + 0.5f) * scaleY) - 0.5f;
        }
        return new TrainingPicture(pixels, small.Width, small.Height, points);
    }
}
