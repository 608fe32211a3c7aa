using Shouldly;
using Wav2Kp.Media;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class ModelPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-models-").FullName;

    private string Model => Path.Combine(_folder, "model");

    private string Description => Path.Combine(Model, ModelPackage.DescriptionFile);

    [Fact]
    public void A_model_predicts_the_same_after_saving_and_loading()
    {
        ClipsBySplit clips = ToyClips.Make(_folder);
        ModelPackage saved = Train(clips) with { Metrics = new Dictionary<string, double> { ["mouth_r"] = 0.875 }, LicenceNotes = "Made of noise." };
        saved.Save(Model);

        ModelPackage loaded = ModelPackage.Load(Model);

        loaded.Recipe.ShouldBe(saved.Recipe);
        loaded.Metrics["mouth_r"].ShouldBe(0.875);
        loaded.LicenceNotes.ShouldBe("Made of noise.");
        loaded.FrameRate.ShouldBe(new Rational(25, 1));
        loaded.TrainedOn.TestClips.ShouldBe([clips.Test[0].Id]);
        loaded.TrainedOn.DatasetVersion.ShouldBe("toys v1");
        loaded.TrainedOn.Threads.ShouldBe(1);
        EvaluationResult before = Evaluator.Evaluate(saved, clips.Test, TestContext.Current.CancellationToken), after = Evaluator.Evaluate(loaded, clips.Test, TestContext.Current.CancellationToken);
        after.Metrics.ShouldBe(before.Metrics);
    }

    [Fact]
    public void A_newer_format_says_to_update()
    {
        Train(ToyClips.Make(_folder)).Save(Model);
        File.WriteAllText(Description, File.ReadAllText(Description).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Should.Throw<InvalidDataException>(() => ModelPackage.Load(Model)).Message.ShouldContain("use a newer Wav2Kp");
    }

    [Fact]
    public void Damaged_weights_are_noticed()
    {
        Train(ToyClips.Make(_folder)).Save(Model);
        string weights = Path.Combine(Model, ModelPackage.WeightsFile);
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^10] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Should.Throw<InvalidDataException>(() => ModelPackage.Load(Model)).Message.ShouldContain("damaged");
    }

    [Theory]
    [InlineData(ModelPackage.WeightsFile)]
    [InlineData(ModelPackage.DescriptionFile)]
    public void A_missing_file_is_named(string file)
    {
        Train(ToyClips.Make(_folder)).Save(Model);
        File.Delete(Path.Combine(Model, file));
        Should.Throw<FileNotFoundException>(() => ModelPackage.Load(Model)).Message.ShouldContain(file);
    }

    [Fact]
    public void A_description_that_is_cut_off_or_lacks_a_part_is_refused()
    {
        Train(ToyClips.Make(_folder)).Save(Model);
        string json = File.ReadAllText(Description);
        File.WriteAllText(Description, json[..(json.Length / 2)]);
        Should.Throw<InvalidDataException>(() => ModelPackage.Load(Model)).Message.ShouldContain("is damaged");
        File.WriteAllText(Description, json.Replace("\"meanFace\"", "\"otherFace\"", StringComparison.Ordinal));
        Should.Throw<InvalidDataException>(() => ModelPackage.Load(Model)).Message.ShouldContain("meanFace");
        File.WriteAllText(Description, "{}");
        Should.Throw<InvalidDataException>(() => ModelPackage.Load(Model)).Message.ShouldContain("no format number");
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        ModelPackage model = Train(ToyClips.Make(_folder));
        ModelPackage larger = model with { Recipe = model.Recipe.With([new("network.hidden", "32")]) };
        Should.Throw<InvalidDataException>(() => new KeypointPredictor(larger, "cpu")).Message.ShouldContain("do not fit the recipe's network");
        Should.Throw<InvalidDataException>(() => new KeypointPredictor(model with { Weights = [.. model.Weights.Skip(1)] }, "cpu")).Message.ShouldContain("missing");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ModelPackage Train(ClipsBySplit clips) => KeypointTrainer.Train(
        ToyClips.Recipe(("training.epochs", "1")), clips, new TrainingOptions { Device = "cpu", Threads = 1, DatasetVersion = "toys v1" }).Package;
}
