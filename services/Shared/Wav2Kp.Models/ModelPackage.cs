using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>
/// A trained model: a folder with <c>weights.safetensors</c> and <c>model.json</c> (recipe, normalisation statistics,
/// mean face, frame rate, how it was trained, metrics, licence notes).
/// </summary>
public sealed record ModelPackage
{
    /// <summary>The format that this code writes; older ones are read, newer ones are not.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The weights' file.</summary>
    public const string WeightsFile = "weights.safetensors";

    /// <summary>The description's file.</summary>
    public const string DescriptionFile = "model.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>What was trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The network's weights by name, float32.</summary>
    public required IReadOnlyList<SafetensorsTensor> Weights { get; init; }

    /// <summary>How features and keypoints are standardised.</summary>
    public required Normalisation Normalisation { get; init; }

    /// <summary>
    /// The mean face of the training clips, [68, 2]: origin at the centre of its stable points, outer eye corners level
    /// and at distance 1.
    /// </summary>
    public required float[] MeanFace { get; init; }

    /// <summary>Frames per second that the network predicts; other rates are interpolated.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>How it came to be.</summary>
    public required TrainingRecord TrainedOn { get; init; }

    /// <summary>Figures on held-out clips by name (<see cref="KeypointMetrics"/>), if it was evaluated.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Under which licences its data and parts are.</summary>
    public string LicenceNotes { get; init; } = "";

    /// <summary>Writes the model's two files into a folder, which is made if need be.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string weights = Path.Combine(folder, WeightsFile), description = Path.Combine(folder, DescriptionFile);
        SafetensorsFile.Write(weights, Weights, new Dictionary<string, string> { ["format"] = "wav2kp model", ["recipe"] = Recipe.Name });
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            new Description(CurrentFormat, HashOf(weights), JsonDocument.Parse(Recipe.ToJson()).RootElement, FrameRate, TrainedOn, Metrics, LicenceNotes, MeanFace, Normalisation), s_json);
        string temporary = $"{description}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, json);
            File.Move(temporary, description, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a model's folder.</summary>
    /// <exception cref="FileNotFoundException">One of its files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of a newer format.</exception>
    public static ModelPackage Load(string folder)
    {
        string weights = Path.Combine(folder, WeightsFile), description = Path.Combine(folder, DescriptionFile);
        foreach (string file in (string[])[description, weights])
        {
            if (!File.Exists(file))
            {
                throw new FileNotFoundException($"The folder '{folder}' is not a model: it has no {Path.GetFileName(file)}.", file);
            }
        }
        Description read = ReadDescription(description);
        if (HashOf(weights) != read.WeightsSha256)
        {
            throw new InvalidDataException($"The weights of the model in '{folder}' are damaged or belong to another model: they are not those that its {DescriptionFile} describes. Copy the model again, or train it again.");
        }
        int coefficients, points = FacePoints.Values;
        Recipe recipe;
        try
        {
            recipe = Recipe.Parse(read.Recipe.GetRawText());
            coefficients = recipe.Features.Mfcc.Coefficients;
        }
        catch (RecipeException exception)
        {
            throw new InvalidDataException($"The recipe of the model in '{folder}' cannot be used: {exception.Message}", exception);
        }
        Normalisation normalisation = read.Normalisation;
        if (read.MeanFace.Length != points || normalisation.FeatureMean.Length != coefficients || normalisation.FeatureDeviation.Length != coefficients
            || normalisation.KeypointMean.Length != points || normalisation.KeypointDeviation.Length != points || read.FrameRate <= Rational.Zero)
        {
            throw new InvalidDataException($"The {DescriptionFile} of the model in '{folder}' is damaged: its mean face, statistics or frame rate do not fit its recipe.");
        }
        return new ModelPackage
        {
            Recipe = recipe,
            Weights = [.. SafetensorsFile.Read(weights).Tensors.Values],
            Normalisation = normalisation,
            MeanFace = read.MeanFace,
            FrameRate = read.FrameRate,
            TrainedOn = read.TrainedOn,
            Metrics = read.Metrics,
            LicenceNotes = read.LicenceNotes,
        };
    }

    private static Description ReadDescription(string path)
    {
        byte[] json = File.ReadAllBytes(path);
        try
        {
            // the format first: what a newer one holds need not make sense to this code
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("format", out JsonElement format) || !format.TryGetInt32(out int number))
            {
                throw new InvalidDataException($"'{path}' does not describe a model: it has no format number.");
            }
            if (number > CurrentFormat)
            {
                throw new InvalidDataException($"The model in '{Path.GetDirectoryName(path)}' is of format {number}, this Wav2Kp reads up to format {CurrentFormat}: use a newer Wav2Kp.");
            }
            return document.Deserialize<Description>(s_json)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is damaged: {exception.Message}", exception);
        }
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // the order is that of the file: what people read first comes first
    private sealed record Description(
        [property: JsonRequired] int Format,
        [property: JsonRequired] string WeightsSha256,
        [property: JsonRequired] JsonElement Recipe,
        [property: JsonRequired] Rational FrameRate,
        [property: JsonRequired] TrainingRecord TrainedOn,
        [property: JsonRequired] IReadOnlyDictionary<string, double> Metrics,
        [property: JsonRequired] string LicenceNotes,
        [property: JsonRequired] float[] MeanFace,
        [property: JsonRequired] Normalisation Normalisation);
}
