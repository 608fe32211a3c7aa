namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>Random expressions, mostly those of speech: weights of the model's expressions by name.</summary>
internal static class FaceExpressions
{
    // what the lips and the jaw do in sounds and in moods; _L and _R follow from a name without them
    private static readonly (float Likelihood, (string Name, float Low, float High)[] Parts)[] s_mouths =
    [
        (2.0f, [("jawOpen", 0, 0.03f)]),
        (1.6f, [("jawOpen", 0.25f, 0.60f), ("mouthLowerDown*", 0, 0.3f)]),
        (0.7f, [("jawOpen", 0.50f, 0.95f), ("mouthUpperUp*", 0, 0.4f), ("mouthStretch*", 0, 0.3f)]),
        (1.2f, [("jawOpen", 0.08f, 0.22f), ("mouthSmile*", 0.10f, 0.45f), ("mouthLowerDown*", 0.2f, 0.6f), ("mouthUpperUp*", 0.1f, 0.4f)]),
        (1.0f, [("jawOpen", 0.06f, 0.20f), ("mouthStretch*", 0.2f, 0.7f), ("mouthLowerDown*", 0.1f, 0.5f)]),
        (1.0f, [("mouthPucker", 0.35f, 0.95f), ("jawOpen", 0.02f, 0.15f), ("mouthFunnel", 0, 0.3f)]),
        (1.0f, [("mouthFunnel", 0.3f, 0.9f), ("jawOpen", 0.06f, 0.40f), ("mouthPucker", 0, 0.4f)]),
        (0.9f, [("mouthRollLower", 0.15f, 0.5f), ("mouthUpperUp*", 0.15f, 0.45f), ("jawOpen", 0.02f, 0.12f)]),
        (1.2f, [("mouthPress*", 0.2f, 0.8f), ("mouthRollUpper", 0, 0.35f), ("mouthRollLower", 0, 0.35f)]),
        (0.7f, [("jawOpen", 0.1f, 0.30f), ("mouthClose", 0.1f, 0.28f)]),
        (0.9f, [("mouthSmile*", 0.25f, 0.85f), ("cheekSquint*", 0, 0.5f)]),
        (1.0f, [("mouthSmile*", 0.35f, 0.95f), ("mouthUpperUp*", 0.1f, 0.5f), ("mouthLowerDown*", 0.1f, 0.5f), ("jawOpen", 0.02f, 0.25f), ("cheekSquint*", 0, 0.6f)]),
        (0.5f, [("mouthSmile*", 0.3f, 0.8f), ("jawOpen", 0.35f, 0.85f), ("cheekSquint*", 0.2f, 0.8f)]),
        (0.5f, [("mouthFrown*", 0.2f, 0.8f), ("mouthShrugLower", 0, 0.6f), ("mouthShrugUpper", 0, 0.3f)]),
        (0.3f, [("mouthShrugUpper", 0.1f, 0.6f), ("mouthShrugLower", 0.1f, 0.7f)]),
        (0.3f, [("cheekPuff*", 0.3f, 0.9f), ("mouthPucker", 0, 0.4f)]),
    ];

    private static readonly string[] s_sided =
    [
        "browDown", "browInnerUp", "browOuterUp", "cheekPuff", "cheekSquint", "eyeBlink", "eyeLookDown", "eyeLookIn", "eyeLookOut", "eyeLookUp", "eyeSquint",
        "eyeWide", "mouthDimple", "mouthFrown", "mouthLowerDown", "mouthPress", "mouthSmile", "mouthStretch", "mouthUpperUp", "noseSneer",
    ];

    private static readonly string[] s_single =
    [
        "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose", "mouthFunnel", "mouthLeft", "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper",
        "mouthShrugLower", "mouthShrugUpper",
    ];

    /// <summary>The expressions that a model must have.</summary>
    public static IEnumerable<string> Needed => [.. s_sided.SelectMany(name => (string[])[$"{name}_L", $"{name}_R"]), .. s_single];

    /// <summary>A random expression.</summary>
    /// <param name="random">Where the chance comes from.</param>
    /// <param name="gazeX">How far the eyes look to the person's left, radians.</param>
    /// <param name="gazeY">How far the eyes look up, radians.</param>
    public static Dictionary<string, float> Random(RandomSequence random, float gazeX, float gazeY)
    {
        Dictionary<string, float> weights = Needed.ToDictionary(name => name, _ => 0f, StringComparer.Ordinal);
        // one mouth, or the way between two
        float blend = random.Next() < 0.6f ? 1 : random.Next();
        AddMouth(weights, random, blend);
        if (blend < 1)
        {
            AddMouth(weights, random, 1 - blend);
        }
        // no face is quite even
        foreach (string name in (string[])["mouthDimple", "mouthSmile", "mouthLowerDown", "mouthUpperUp", "mouthFrown", "mouthStretch"])
        {
            weights[$"{name}_{(random.Next(2) == 0 ? "L" : "R")}"] += 0.12f * random.Next();
        }
        if (random.Next() < 0.25f)
        {
            weights[random.Pick<string>(["jawLeft", "jawRight", "mouthLeft", "mouthRight", "jawForward"])] += random.Next(0, 0.35f);
        }
        if (random.Next() < 0.15f)
        {
            Both(weights, "noseSneer", random.Next(0, 0.6f), random);
        }

        float brows = random.Next();
        if (brows < 0.3f)
        {
            Both(weights, "browInnerUp", random.Next(0, 0.8f), random);
            Both(weights, "browOuterUp", random.Next(0, 0.8f), random);
        }
        else if (brows < 0.5f)
        {
            Both(weights, "browDown", random.Next(0, 0.8f), random);
        }
        else if (brows < 0.6f)
        {
            Both(weights, "browInnerUp", random.Next(0.2f, 0.9f), random);
        }

        float eyes = random.Next();
        if (eyes < 0.10f)
        {
            Both(weights, "eyeBlink", random.Next(0.85f, 1f), random, uneven: 0.03f);
        }
        else if (eyes < 0.32f)
        {
            Both(weights, "eyeBlink", random.Next(0.05f, 0.7f), random, uneven: 0.1f);
        }
        else if (eyes < 0.42f)
        {
            Both(weights, "eyeWide", random.Next(0.1f, 0.8f), random);
        }
        if (random.Next() < 0.3f)
        {
            Both(weights, "eyeSquint", random.Next(0, 0.8f), random);
        }
        // the lids go with the gaze
        const float Full = 0.5f;
        float side = Math.Clamp(gazeX / Full, -1, 1), up = Math.Clamp(gazeY / Full, -1, 1);
        weights["eyeLookOut_L"] = weights["eyeLookIn_R"] = Math.Max(0, side);
        weights["eyeLookIn_L"] = weights["eyeLookOut_R"] = Math.Max(0, -side);
        weights["eyeLookUp_L"] = weights["eyeLookUp_R"] = Math.Max(0, up);
        // a lid that is shut cannot follow the gaze
        weights["eyeLookDown_L"] = Math.Max(0, -up) * Math.Max(0, 1 - weights["eyeBlink_L"]);
        weights["eyeLookDown_R"] = Math.Max(0, -up) * Math.Max(0, 1 - weights["eyeBlink_R"]);
        return weights;
    }

    private static void AddMouth(Dictionary<string, float> weights, RandomSequence random, float share)
    {
        float chance = random.Next() * s_mouths.Sum(mouth => mouth.Likelihood);
        (string Name, float Low, float High)[] parts = s_mouths[^1].Parts;
        foreach ((float likelihood, (string, float, float)[] these) in s_mouths)
        {
            chance -= likelihood;
            if (chance < 0)
            {
                parts = these;
                break;
            }
        }
        float jaw = 0;
        foreach ((string name, float low, float high) in parts)
        {
            float weight = share * random.Next(low, high);
            if (name.EndsWith('*'))
            {
                Both(weights, name[..^1], weight, random, uneven: 0.2f);
                continue;
            }
            jaw = name == "jawOpen" ? weight : jaw;
            // closing the lips over an open jaw takes no more than the jaw's own weight
            weights[name] += name == "mouthClose" ? Math.Min(weight, jaw) : weight;
        }
    }

    private static void Both(Dictionary<string, float> weights, string name, float weight, RandomSequence random, float uneven = 0.25f)
    {
        weights[$"{name}_L"] += weight * (1 - (uneven * random.Next()));
        weights[$"{name}_R"] += weight * (1 - (uneven * random.Next()));
    }
}
