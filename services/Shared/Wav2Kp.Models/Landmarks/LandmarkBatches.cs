using System.Collections.Concurrent;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// Prepares an epoch's batches on threads beside the training step. What is in a batch follows from the recipe's seed, the
/// epoch and the place alone, however many threads there are.
/// </summary>
internal sealed class LandmarkBatches(LandmarkRecipe recipe, IReadOnlyList<LandmarkData> sets, int threads) : IDisposable
{
    // a calibration's crops shall be none of an epoch's
    private const int CalibrationEpoch = -1;

    private readonly TrainingPicture[] _others = [.. sets.SelectMany(set => set.Train)];
    private readonly ConcurrentBag<LandmarkAugmentation> _idle = [];

    /// <summary>Steps of an epoch: only whole batches are trained on.</summary>
    public int StepsPerEpoch => Math.Max(1, PicturesPerEpoch / Math.Min(recipe.Training.BatchSize, PicturesPerEpoch));

    /// <summary>Faces and pictures of nothing of an epoch.</summary>
    public int PicturesPerEpoch => Faces + Nothings;

    private int Faces => recipe.Training.FacesPerEpoch > 0 ? recipe.Training.FacesPerEpoch : sets[0].Train.Count;

    private int Nothings => (int)Math.Round(Faces * recipe.Training.NegativeShare);

    /// <summary>An epoch's batches in their order.</summary>
    public IEnumerable<LandmarkBatch> Epoch(int epoch, CancellationToken cancellationToken)
    {
        TrainingPicture?[] order = Order(epoch);
        int size = order.Length / StepsPerEpoch;
        return Prepared(StepsPerEpoch, batch => Make(size, (augmentation, target, index) =>
        {
            int place = (batch * size) + index;
            RandomSequence random = new(recipe.Seed, epoch, place);
            if (order[place] is { } picture)
            {
                augmentation.Face(picture, random, target, index);
            }
            else
            {
                augmentation.Nothing(random, target, index);
            }
        }), cancellationToken);
    }

    /// <summary>A set's validation pictures as they are.</summary>
    public IReadOnlyList<LandmarkBatch> Validation(LandmarkData set)
    {
        int size = recipe.Training.BatchSize;
        return [.. set.Validation.Chunk(size).Select(pictures => Make(pictures.Length, (augmentation, target, index) => augmentation.Plain(pictures[index], target, index)))];
    }

    /// <summary>All sets' validation pictures changed as in training, several times, and pictures of nothing, half as many.</summary>
    public IEnumerable<LandmarkBatch> Calibration(int rounds, CancellationToken cancellationToken)
    {
        TrainingPicture[] pictures = [.. sets.SelectMany(set => set.Validation)];
        int size = recipe.Training.BatchSize, count = rounds * pictures.Length * 3 / 2;
        return Prepared(count / size, batch => Make(size, (augmentation, target, index) =>
        {
            int place = (batch * size) + index;
            RandomSequence random = new(recipe.Seed, CalibrationEpoch, place);
            if (place % 3 < 2)
            {
                augmentation.Face(pictures[place / 3 * 2 % pictures.Length + (place % 3 == 1 && (place / 3 * 2 % pictures.Length) + 1 < pictures.Length ? 1 : 0)], random, target, index);
            }
            else
            {
                augmentation.Nothing(random, target, index);
            }
        }), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out LandmarkAugmentation? augmentation))
        {
            augmentation.Dispose();
        }
    }

    // each set has its share of the faces; its pictures come in a new order in each pass through them
    private TrainingPicture?[] Order(int epoch)
    {
        List<TrainingPicture?> order = [];
        double total = recipe.Mix.Values.Sum();
        foreach (LandmarkData set in sets)
        {
            int count = (int)Math.Round(Faces * recipe.Mix[set.Name] / total);
            TrainingPicture[] pictures = [.. set.Train];
            for (int pass = 0; count > 0; pass++)
            {
                // the epochs of a set smaller than its share see it whole; of a larger one, another part each
                DeterministicShuffle.Shuffle<TrainingPicture>(pictures, recipe.Seed + 1 + pass, epoch);
                order.AddRange(pictures.Take(count));
                count -= pictures.Length;
            }
        }
        order.AddRange(Enumerable.Repeat<TrainingPicture?>(null, Nothings));
        TrainingPicture?[] result = [.. order];
        DeterministicShuffle.Shuffle<TrainingPicture?>(result, recipe.Seed, epoch);
        return result;
    }

    private LandmarkBatch Make(int count, Action<LandmarkAugmentation, LandmarkBatch, int> fill)
    {
        LandmarkBatch batch = new(count, recipe.Network.InputSize, recipe.Network.Shape.MapSize);
        if (!_idle.TryTake(out LandmarkAugmentation? augmentation))
        {
            augmentation = new LandmarkAugmentation(recipe.Augmentation, recipe.Network.InputSize, _others);
        }
        try
        {
            for (int i = 0; i < count; i++)
            {
                fill(augmentation, batch, i);
            }
        }
        finally
        {
            _idle.Add(augmentation);
        }
        return batch;
    }

    // a few batches ahead, no more: they would only fill memory
    private IEnumerable<LandmarkBatch> Prepared(int count, Func<int, LandmarkBatch> make, CancellationToken cancellationToken)
    {
        Queue<Task<LandmarkBatch>> ahead = [];
        int next = 0;
        try
        {
            for (int taken = 0; taken < count; taken++)
            {
                while (next < count && ahead.Count < threads + 1)
                {
                    int index = next++;
                    ahead.Enqueue(Task.Run(() => make(index), cancellationToken));
                }
                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // what is under way still uses the augmentations
            Task.WhenAll(ahead).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}
