using System.Numerics;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// A drawn person: voice, proportions, colours and light, all from one seed. Proportions are factors of the average face or
/// lengths in inter-ocular distances; colours are linear RGB.
/// </summary>
internal sealed class FaceIdentity
{
    // voices whose every sample follows from the text: eSpeak NG's breathy variants add noise that does not
    private static readonly (string Voice, bool Feminine, int Pitch)[] s_voices =
    [
        ("en-us+m3", false, 44), ("en-gb-x-rp+f4", true, 52), ("en-us+m1", false, 38), ("en-us+f1", true, 56),
        ("en-gb-x-rp+m7", false, 42), ("en-us+f4", true, 60), ("en-us+m7", false, 50), ("en-gb-x-rp+m2", false, 40),
    ];

    private static readonly (int Skin, int Lips)[] s_skins =
    [
        (0xE9BFA1, 0xC2695F), (0xD9A583, 0xB35E54), (0xF0CDB6, 0xCB7A72), (0xB97F5B, 0x995044), (0x8A5A3D, 0x7C4039), (0xC89470, 0xA55549), (0x6B4430, 0x64342F),
    ];

    private static readonly int[] s_hairs = [0x2A1B12, 0x4A2F1C, 0x15110F, 0x7A4E28, 0xA9793F, 0x5E2C17, 0x6E6A66];
    private static readonly int[] s_irises = [0x5A3A1E, 0x3F6E8C, 0x4E7A4A, 0x6C4A22, 0x2F2318, 0x6F8796];
    private static readonly int[] s_clothes = [0x2F4B6E, 0x6E2F3A, 0x3B5B46, 0x4A4A52, 0x8A6A3A, 0x57406E, 0xB8B2A6];
    private static readonly (int Top, int Bottom)[] s_walls = [(0x7D8FA3, 0x4A5663), (0xA79B8B, 0x6B6156), (0x8FA398, 0x4E5F57), (0x9A8FA6, 0x565062), (0xB9B4AA, 0x77726A), (0x6F7F94, 0x39424F)];

    public FaceIdentity(long seed, int index)
    {
        RandomSequence random = new(seed, index, 0x1D);
        // identities of one seed differ in voice and sex as far as there are enough
        int first = new RandomSequence(seed, 0x5EED).Next(s_voices.Length);
        (Voice, Feminine, Pitch) = s_voices[(first + index) % s_voices.Length];
        WordsPerMinute = (int)random.Next(140, 165);

        (int skin, int lips) = s_skins[(new RandomSequence(seed, 0x51).Next(s_skins.Length) + (index * 3)) % s_skins.Length];
        Skin = Linear(skin);
        Lips = Feminine ? Vector3.Lerp(Linear(lips), Linear(0xB03A48), random.Next(0.05f, 0.45f)) : Vector3.Lerp(Linear(lips), Skin, 0.25f);
        bool dark = Skin.Y < 0.22f;
        Hair = Linear(dark ? s_hairs[random.Next(3)] : random.Pick<int>(s_hairs));
        Iris = Linear(dark ? s_irises[random.Next(2) == 0 ? 0 : 4] : random.Pick<int>(s_irises));
        Clothes = Linear(random.Pick<int>(s_clothes));
        (int top, int bottom) = random.Pick<(int, int)>(s_walls);
        WallTop = Linear(top);
        WallBottom = Linear(bottom);

        JawWidth = random.Next(0.96f, 1.04f) * (Feminine ? 0.96f : 1.02f);
        ChinLength = random.Next(0.96f, 1.05f) * (Feminine ? 0.97f : 1.02f);
        EyeHeight = random.Next(0.92f, 1.10f) * (Feminine ? 1.10f : 0.95f);
        NoseWidth = random.Next(0.90f, 1.12f) * (Feminine ? 0.92f : 1.04f);
        NoseLength = random.Next(0.95f, 1.06f);
        MouthWidth = random.Next(0.93f, 1.07f);
        UpperLip = random.Next(0.85f, 1.15f) * (Feminine ? 1.12f : 0.90f);
        LowerLip = random.Next(0.88f, 1.12f) * (Feminine ? 1.10f : 0.92f);
        BrowThickness = random.Next(0.85f, 1.15f) * (Feminine ? 0.72f : 1.15f);
        BrowArch = random.Next(0.7f, 1.3f) * (Feminine ? 1.25f : 0.85f);
        BrowHeight = random.Next(-0.015f, 0.02f) - (Feminine ? 0.015f : 0);
        Smile = random.Next(0f, 0.018f);
        Beard = !Feminine && random.Next() < 0.55f ? random.Next(0.12f, 0.5f) : 0;
        LongHair = Feminine;
        Hairline = random.Next(-0.66f, -0.56f);
        Parting = random.Next(-0.35f, 0.35f);
        float side = random.Next(0, 2) == 0 ? -1 : 1;
        Light = Vector3.Normalize(new Vector3(side * random.Next(0.30f, 0.62f), random.Next(-0.62f, -0.38f), random.Next(0.72f, 0.95f)));
        KeyColour = Vector3.Lerp(new Vector3(1.04f, 1.00f, 0.93f), new Vector3(0.97f, 1.00f, 1.05f), random.Next()) * random.Next(0.92f, 1.06f);
        Ambient = random.Next(0.30f, 0.40f);
        TextureSeed = random.Next(1 << 20);
        CentreX = random.Next(-0.10f, 0.10f);
        CentreY = random.Next(-0.05f, 0.06f);
        Size = random.Next(0.94f, 1.05f);
    }

    public string Voice { get; }
    public bool Feminine { get; }
    public int Pitch { get; }
    public int WordsPerMinute { get; }
    public Vector3 Skin { get; }
    public Vector3 Lips { get; }
    public Vector3 Hair { get; }
    public Vector3 Iris { get; }
    public Vector3 Clothes { get; }
    public Vector3 WallTop { get; }
    public Vector3 WallBottom { get; }
    public float JawWidth { get; }
    public float ChinLength { get; }
    public float EyeHeight { get; }
    public float NoseWidth { get; }
    public float NoseLength { get; }
    public float MouthWidth { get; }
    public float UpperLip { get; }
    public float LowerLip { get; }
    public float BrowThickness { get; }
    public float BrowArch { get; }
    public float BrowHeight { get; }

    /// <summary>How far the corners of the mouth are lifted at rest.</summary>
    public float Smile { get; }

    /// <summary>How dark a beard's shadow is, 0 for none.</summary>
    public float Beard { get; }
    public bool LongHair { get; }

    /// <summary>The height of the hairline above the forehead's middle.</summary>
    public float Hairline { get; }
    public float Parting { get; }

    /// <summary>The direction towards the key light.</summary>
    public Vector3 Light { get; }
    public Vector3 KeyColour { get; }
    public float Ambient { get; }
    public int TextureSeed { get; }

    /// <summary>Where the head is, off the usual place, in inter-ocular distances.</summary>
    public float CentreX { get; }
    public float CentreY { get; }

    /// <summary>A factor of the head's usual size in the picture.</summary>
    public float Size { get; }

    /// <summary>An sRGB colour 0xRRGGBB as linear light.</summary>
    public static Vector3 Linear(int rgb) => new(Linear8((rgb >> 16) & 255), Linear8((rgb >> 8) & 255), Linear8(rgb & 255));

    private static float Linear8(int value)
    {
        float v = value / 255f;
        return v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);
    }
}
