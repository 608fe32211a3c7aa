using OpenCvSharp;
using OpenCvSharp.Dnn;
using Shouldly;
using TorchSharp;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Synthetic;
using Wav2Kp.Media;
using Wav2Kp.Models.Landmarks;
using Xunit;
using static TorchSharp.torch;

namespace Wav2Kp.Models.Tests;

public sealed class LandmarkTrainerTests : IClassFixture<LandmarkTrainerTests.Pictures>
{
    private const string Tiny = """
        {
          "name": "tiny", "seed": 5, "mix": { "faces": 1 },
          "network": { "inputSize": 32, "channels": [4, 6, 8], "blocks": [0, 1, 1] },
          "training": { "epochs": 3, "batchSize": 6, "facesPerEpoch": 12, "negativeShare": 0.5, "validationShare": 0.3 }
        }
        """;

    private readonly Pictures _pictures;

    public LandmarkTrainerTests(Pictures pictures) => _pictures = pictures;

    [Fact]
    public void A_training_that_was_interrupted_ends_with_the_weights_of_one_that_was_not()
    {
        LandmarkRecipe recipe = LandmarkRecipe.Parse(Tiny);
        string whole = _pictures.Folder("whole"), again = _pictures.Folder("again"), broken = _pictures.Folder("broken");
        LandmarkTrainingResult first = LandmarkTrainer.Train(recipe, [_pictures.Path], new LandmarkTrainingOptions { Folder = whole, Device = "cpu", Threads = 1, Loaders = 1 });
        LandmarkTrainer.Train(recipe, [_pictures.Path], new LandmarkTrainingOptions { Folder = again, Device = "cpu", Threads = 1, Loaders = 3 });

        using CancellationTokenSource stop = new();
        LandmarkTrainingOptions options = new() { Folder = broken, Device = "cpu", Threads = 1 };
        Should.Throw<OperationCanceledException>(() => LandmarkTrainer.Train(recipe, [_pictures.Path], options, new StopAfter(stop, 2), stop.Token));
        LandmarkTrainingResult resumed = LandmarkTrainer.Train(recipe, [_pictures.Path], options with { Resume = true });

        resumed.ResumedFrom.ShouldBe(1);
        resumed.Steps.ShouldBe(first.Steps);
        File.ReadAllBytes(Path.Combine(again, "landmarks.safetensors")).ShouldBe(File.ReadAllBytes(Path.Combine(whole, "landmarks.safetensors")));
        File.ReadAllBytes(resumed.WeightsPath).ShouldBe(File.ReadAllBytes(first.WeightsPath));
        File.ReadAllText(Path.Combine(broken, "metrics.json")).ShouldContain(LandmarkTrainingMetrics.ValidationError);

        // the weights run in the product
        using LandmarkNetwork network = LandmarkNetwork.Load(resumed.WeightsPath);
        using Mat picture = new(64, 64, MatType.CV_8UC3, new OpenCvSharp.Scalar(90, 120, 150));
        float[] points = new float[FacePoints.Values];
        network.Predict(picture, 32, 32, 40, 0.2f, points).ShouldBeInRange(0, 1);
        points.ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void A_batch_size_that_is_left_to_the_device_is_found_once_and_trained_as_if_it_had_been_written()
    {
        LandmarkRecipe recipe = LandmarkRecipe.Parse(Tiny).With([new("training.batchSize", "0"), new("training.epochs", "1")]);
        List<int> tried = [];
        List<LandmarkRecipe> settled = [];
        LandmarkTrainingOptions options = new()
        {
            Folder = _pictures.Folder("left"),
            Device = "cpu",
            Threads = 1,
            BatchSizeTried = tried.Add,
            RecipeSettled = settled.Add,
        };
        LandmarkTrainingResult left = LandmarkTrainer.Train(recipe, [_pictures.Path], options);
        LandmarkTrainingResult resumed = LandmarkTrainer.Train(recipe, [_pictures.Path], options with { Resume = true });

        // few pictures: an epoch of larger batches would have too few steps
        tried.ShouldBe([32]);
        resumed.ResumedFrom.ShouldBe(1);
        settled.Select(each => each.Training.BatchSize).ShouldBe([32, 32]);
        LandmarkTrainingResult written = LandmarkTrainer.Train(settled[0], [_pictures.Path], options with { Folder = _pictures.Folder("written") });
        File.ReadAllBytes(written.WeightsPath).ShouldBe(File.ReadAllBytes(left.WeightsPath));
    }

    [Fact]
    public void A_checkpoint_of_another_recipe_is_refused()
    {
        string folder = _pictures.Folder("other");
        LandmarkRecipe recipe = LandmarkRecipe.Parse(Tiny).With([new("training.epochs", "1")]);
        LandmarkTrainingOptions options = new() { Folder = folder, Device = "cpu", Threads = 1 };
        LandmarkTrainer.Train(recipe, [_pictures.Path], options);
        Should.Throw<InvalidDataException>(() => LandmarkTrainer.Train(recipe with { Seed = 6 }, [_pictures.Path], options with { Resume = true })).Message.ShouldContain("another training");
    }

    [Fact]
    public void Sets_that_the_recipe_does_not_name_or_that_are_missing_are_refused()
    {
        LandmarkTrainingOptions options = new() { Folder = _pictures.Folder("none"), Device = "cpu" };
        LandmarkRecipe recipe = LandmarkRecipe.Parse(Tiny);
        Should.Throw<InputRejectedException>(() => LandmarkTrainer.Train(recipe, [], options)).Message.ShouldContain("faces.json");
        Should.Throw<InputRejectedException>(() => LandmarkTrainer.Train(recipe, [_pictures.Path, "else.json"], options)).Message.ShouldContain("no set 'else'");
        Should.Throw<InputRejectedException>(() => LandmarkTrainer.Train(recipe, [_pictures.Path, _pictures.Path], options)).Message.ShouldContain("twice");
    }

    [Theory]
    [InlineData("""{ "name": "x", "netwrok": {} }""", "netwrok")]
    [InlineData("""{ "name": "x", "network": { "inputSize": 90 } }""", "multiple")]
    [InlineData("""{ "name": "x", "augmentation": { "blur": 2 } }""", "augmentation.blur")]
    [InlineData("""{ "name": "x", "mix": {} }""", "mix")]
    [InlineData("""{ "name": "x", "training": { "batchSize": 1 } }""", "training.batchSize")]
    public void A_wrong_recipe_is_refused_by_the_name_of_its_field(string json, string named) =>
        Should.Throw<RecipeException>(() => LandmarkRecipe.Parse(json)).Message.ShouldContain(named);

    [Fact]
    public void The_recipes_that_come_with_Wav2Kp_are_sound()
    {
        foreach (string name in LandmarkRecipe.BuiltInNames)
        {
            LandmarkRecipe recipe = LandmarkRecipe.Load(name);
            recipe.Name.ShouldBe(name);
            LandmarkRecipe.Parse(recipe.ToJson()).ToJson().ShouldBe(recipe.ToJson());
        }
    }

    [Fact]
    public void The_network_in_OpenCV_computes_what_the_trained_one_does()
    {
        LandmarkNetworkShape shape = new(32, [4, 6, 8], [1, 0, 1]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        manual_seed(2);
        using LandmarkModule module = new(shape);
        // statistics that normalisation has to be folded with
        module.train();
        for (int i = 0; i < 3; i++)
        {
            module.call(randn([8, 3, 32, 32]) + 0.3);
        }
        module.eval();
        Tensor input = randn([1, 3, 32, 32]) * 0.5;
        (Tensor maps, Tensor extras) = module.call(input);

        using MemoryStream file = new();
        SafetensorsFile.Write(file, module.Folded().SelectMany(layer => (SafetensorsTensor[])
            [SafetensorsTensor.FromFloats(layer.Name + ".weight", layer.Weight.shape, layer.Weight.contiguous().data<float>().ToArray()),
             SafetensorsTensor.FromFloats(layer.Name + ".bias", layer.Bias.shape, layer.Bias.contiguous().data<float>().ToArray())]));
        file.Position = 0;
        using Net network = CvDnn.ReadNetFromOnnx(LandmarkNetwork.Build(shape, SafetensorsFile.Read(file))).ShouldNotBeNull();
        using Mat blob = new([1, 3, 32, 32], MatType.CV_32FC1), foundMaps = new(), foundExtras = new();
        System.Runtime.InteropServices.Marshal.Copy(input.data<float>().ToArray(), 0, blob.Data, 3 * 32 * 32);
        network.SetInput(blob);
        network.Forward([foundMaps, foundExtras], [LandmarkNetwork.MapsOutput, LandmarkNetwork.ExtrasOutput]);

        Furthest(foundMaps, maps).ShouldBeLessThan(1e-4f);
        Furthest(foundExtras, extras).ShouldBeLessThan(1e-4f);
        shape.Convolutions().Select(layer => layer.Name).Append("extras").Order().ShouldBe(module.Folded().Select(layer => layer.Name).Order());
    }

    [Fact]
    public void A_network_that_grew_by_a_block_begins_with_what_the_smaller_one_computes()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        manual_seed(3);
        using LandmarkModule small = new(new LandmarkNetworkShape(32, [4, 6, 8], [0, 0, 1])), large = new(new LandmarkNetworkShape(32, [4, 6, 8], [0, 1, 2]));
        using WeightSet weights = WeightSet.CopyOf(small);
        Should.Throw<InvalidDataException>(() => weights.CopyTo(large)).Message.ShouldContain("blocks");
        large.GrowFrom(weights);
        small.eval();
        large.eval();
        Tensor input = randn([2, 3, 32, 32]);
        (small.call(input).Maps - large.call(input).Maps).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Points_move_with_the_picture_through_turns_and_mirrors()
    {
        // a white spot at each of a few points, far apart, in a picture that is dark
        Random random = new(4);
        int[] marked = [0, 8, 16, 30, 36, 45];
        float[] points = new float[FacePoints.Values];
        for (int i = 0; i < FacePoints.Count; i++)
        {
            points[2 * i] = 60 + (80 * random.NextSingle());
            points[(2 * i) + 1] = 60 + (80 * random.NextSingle());
        }
        (int X, int Y)[] places = [(62, 90), (100, 138), (138, 90), (100, 100), (80, 76), (120, 76)];
        byte[] pixels = new byte[200 * 200 * 3];
        for (int i = 0; i < marked.Length; i++)
        {
            (points[2 * marked[i]], points[(2 * marked[i]) + 1]) = places[i];
            for (int dy = -2; dy <= 2; dy++)
            {
                pixels.AsSpan(3 * (((places[i].Y + dy) * 200) + places[i].X - 2), 15).Fill(255);
            }
        }
        LandmarkAugmentationRecipe recipe = new() { Colour = 0, Grey = 0, Blur = 0, Small = 0, Noise = 0, Compression = 0, Occlusion = 0, Turn = 30 };
        TrainingPicture picture = new(pixels, 200, 200, points);
        using LandmarkAugmentation augmentation = new(recipe, 96, [picture]);
        LandmarkBatch batch = new(40, 96, 12);
        for (int k = 0; k < batch.Count; k++)
        {
            augmentation.Face(picture, new RandomSequence(k), batch, k);
            float At(int point, int axis) => batch.Points[(((k * FacePoints.Count) + point) * 2) + axis];
            foreach (int i in marked)
            {
                int x = (int)MathF.Round((At(i, 0) * 96) - 0.5f), y = (int)MathF.Round((At(i, 1) * 96) - 0.5f);
                if (x is > 0 and < 95 && y is > 0 and < 95)
                {
                    batch.Pixels[(((k * 3) + 1) * 96 * 96) + (y * 96) + x].ShouldBeGreaterThan((byte)100, $"crop {k}, point {i}");
                }
            }
            // seen from the right eye's corner to the left one's, the chin stays below: names are mirrored with places
            float cross = ((At(45, 0) - At(36, 0)) * (At(8, 1) - At(36, 1))) - ((At(45, 1) - At(36, 1)) * (At(8, 0) - At(36, 0)));
            cross.ShouldBeGreaterThan(0);
            // the shares of the map's cells are those of the point's place
            float share = 0, cellX = 0;
            for (int n = 0; n < 4; n++)
            {
                int at = (((k * FacePoints.Count) + 30) * 4) + n;
                share += batch.Shares[at];
                cellX += batch.Shares[at] * ((batch.Cells[at] % 12) + 0.5f) / 12;
            }
            share.ShouldBe(1, 1e-5f);
            cellX.ShouldBe(At(30, 0), 1e-4f);
        }
    }

    [Fact]
    public void Calibration_finds_the_line_that_the_samples_were_drawn_from()
    {
        Random random = new(8);
        List<LandmarkCalibration.Sample> samples = [];
        for (int i = 0; i < 20_000; i++)
        {
            double logit = (random.NextDouble() * 8) - 4;
            bool right = random.NextDouble() < 1 / (1 + Math.Exp(-((1.7 * logit) - 0.6)));
            // an exponential distribution about three times what was expected
            samples.Add(new LandmarkCalibration.Sample(true, logit, right ? 0.03 : 0.2, [-3 * Math.Log(1 - random.NextDouble())]));
        }
        LandmarkCalibration found = LandmarkCalibration.Fit(samples);
        found.Weight.ShouldBe(1.7f, 0.12f);
        found.Bias.ShouldBe(-0.6f, 0.1f);
        found.ErrorFactor.ShouldBe(3, 0.1f);
        found.CalibrationError.ShouldBeLessThan(0.02);
        found.Bins.Sum(bin => bin.Count).ShouldBe(10_000);
    }

    private static float Furthest(Mat found, Tensor expected)
    {
        float[] values = expected.contiguous().data<float>().ToArray(), own = new float[found.Total()];
        own.Length.ShouldBe(values.Length);
        System.Runtime.InteropServices.Marshal.Copy(found.Data, own, 0, own.Length);
        return own.Zip(values, (a, b) => Math.Abs(a - b)).Max();
    }

    private sealed class StopAfter(CancellationTokenSource source, int epoch) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value.Epoch == epoch)
            {
                source.Cancel();
            }
        }
    }

    public sealed class Pictures : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("wav2kp-landmarks-").FullName;

        public Pictures() => DrawnFaces.Write(Path, 18, 3, 96);

        public string Path => System.IO.Path.Combine(_root, "faces.json");

        public string Folder(string name) => System.IO.Path.Combine(_root, name);

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
