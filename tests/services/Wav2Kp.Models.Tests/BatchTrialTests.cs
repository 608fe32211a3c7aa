using System.Runtime.InteropServices;
using Shouldly;
using TorchSharp;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class BatchTrialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-batches-").FullName;

    [Fact]
    public void What_is_left_to_the_device_is_trained_as_if_it_had_been_written()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 64);
        (string, string)[] all =
        [
            ("training.epochs", "2"), ("training.sequenceFrames", "8"), ("training.weightAverage", "0.9"), ("training.featureNoise", "0.1"),
            ("optimizer.weightDecay", "0.01"), ("network.layerDropout", "0.25"), ("network.layers", "2"),
        ];
        List<int> tried = [];
        List<Recipe> settled = [];
        TrainingOptions options = new() { Device = "cpu", Threads = 1, Clock = new EqualSteps(), BatchSizeTried = tried.Add, RecipeSettled = settled.Add };

        TrainedModel left = KeypointTrainer.Train(ToyClips.Recipe([.. all, ("training.batchSize", "0")]), clips, options);

        // as many steps in a second, however large; 320 sequences leave an epoch twenty steps of sixteen
        tried.ShouldBe([8, 16]);
        Recipe concrete = settled.ShouldHaveSingleItem();
        (concrete.Training.BatchSize, concrete.Optimizer.LearningRate, concrete.Optimizer.WeightDecay, concrete.Training.WeightAverage).ShouldBe((16, 0.0070711, 0.014142, 0.81));
        left.Package.Recipe.ShouldBe(concrete);
        left.Steps.ShouldBe(2 * 20);

        TrainedModel written = KeypointTrainer.Train(Recipe.Parse(concrete.ToJson()), clips, options);
        tried.Count.ShouldBe(2);
        Bytes(left).ShouldBe(Bytes(written));
    }

    [Fact]
    public void A_resumed_training_keeps_its_batches_and_tries_nothing()
    {
        ClipsBySplit clips = ToyClips.Make(_folder, train: 64);
        Recipe recipe = ToyClips.Recipe(("training.epochs", "2"), ("training.sequenceFrames", "8"), ("training.batchSize", "0"));
        List<int> tried = [];
        List<Recipe> settled = [];
        TrainingOptions options = new()
        {
            Device = "cpu",
            Threads = 1,
            CheckpointFolder = Path.Combine(_folder, "checkpoints"),
            BatchSizeTried = tried.Add,
            RecipeSettled = settled.Add,
        };
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => KeypointTrainer.Train(
            recipe, clips, options with { Clock = new EqualSteps(), CheckpointWritten = _ => stop.Cancel() }, cancellationToken: stop.Token));
        tried.ShouldBe([8, 16]);

        TrainedModel resumed = KeypointTrainer.Train(recipe, clips, options);

        tried.ShouldBe([8, 16]);
        resumed.ResumedFrom.ShouldBe(1);
        settled.Select(each => each.Training.BatchSize).ShouldBe([16, 16]);
        // whoever writes down what was chosen goes on with the same training; what was asked for otherwise is another one
        KeypointTrainer.Train(settled[0], clips, options).ResumedFrom.ShouldBe(2);
        Should.Throw<InvalidDataException>(() => KeypointTrainer.Train(recipe with { Seed = 9 }, clips, options)).Message.ShouldContain("another training");
    }

    [Fact]
    public void A_trial_stops_when_it_is_cancelled_and_leaves_nothing_behind()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        long tensors = torch.Tensor.TotalCount;
        using CancellationTokenSource stop = new();
        TrainingOptions options = new() { Device = "cpu", Threads = 1, BatchSizeTried = _ => stop.Cancel() };
        Should.Throw<OperationCanceledException>(() => KeypointTrainer.Train(ToyClips.Recipe(("training.batchSize", "0")), clips, options, cancellationToken: stop.Token));
        torch.Tensor.TotalCount.ShouldBeLessThanOrEqualTo(tensors);
    }

    [Fact]
    public void A_size_for_which_there_is_no_memory_is_not_taken()
    {
        int largest = 0;
        int size = new BatchTrial(torch.CPU, new EqualSteps(), null, CancellationToken.None).Find(8, 1, 4_096, 1_000_000, batch =>
        {
            if (batch > 32)
            {
                throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.78 GiB total capacity)");
            }
            largest = Math.Max(largest, batch);
        });
        (size, largest).ShouldBe((32, 32));
    }

    [Fact]
    public void The_memory_that_libtorch_cannot_have_is_known_by_its_error()
    {
        // more than any machine has
        Exception error = Should.Throw<ExternalException>(() => torch.zeros(1L << 50));
        BatchTrial.IsOutOfMemory(error).ShouldBeTrue(error.Message);
        BatchTrial.IsOutOfMemory(Should.Throw<ExternalException>(() => torch.zeros(3).matmul(torch.zeros(4)))).ShouldBeFalse();
    }

    [Fact]
    public void What_counts_steps_counts_fewer_larger_ones()
    {
        Recipe recipe = Recipe.BuiltIn("wav2kp").With([new("training.batchSize", "0"), new("schedule.kind", "step"), new("training.weightAverage", "0.99")]);
        Recipe usual = recipe.ForBatches(8), large = recipe.ForBatches(32);
        usual.ToJson().ShouldBe((recipe with { Training = recipe.Training with { BatchSize = 8 } }).ToJson());
        (large.Optimizer.LearningRate, large.Schedule.Steps, large.Training.WeightAverage).ShouldBe((0.002, 500, 0.9606));
        IReadOnlyDictionary<string, string> asked = recipe.With([new("optimizer.weightDecay", "0.01")]).Flatten(), settled = recipe.With([new("optimizer.weightDecay", "0.01")]).ForBatches(32).Flatten();
        asked.Keys.Where(field => asked[field] != settled[field]).ShouldBe(Recipe.SettledFields, ignoreOrder: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(TrainedModel model) =>
        [.. model.Package.Weights.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).SelectMany(tensor => MemoryMarshal.ToEnumerable(tensor.Data))];

    // each look at it is 1 ms after the one before: steps take equally long, however large
    private sealed class EqualSteps : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _now++;
    }
}
