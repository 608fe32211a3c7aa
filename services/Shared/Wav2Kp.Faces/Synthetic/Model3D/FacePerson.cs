using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>A random person: the shape of the head, colours, hair, beard, make-up. Colours are linear RGB, lengths centimetres.</summary>
internal sealed class FacePerson
{
    // from the lightest to the darkest
    private static readonly int[] s_skins = [0xF1D3BC, 0xE8BE9E, 0xDDA983, 0xC99370, 0xB57C57, 0x95613F, 0x724730, 0x553424, 0x40271C];
    private static readonly int[] s_hairs = [0x14100E, 0x231810, 0x3B2618, 0x57371F, 0x7A5230, 0xA97F4C, 0xCBA972, 0x7A3517, 0x8A8682, 0xA5A19C, 0x55504D];
    private static readonly int[] s_irises = [0x3A2413, 0x5B3A1D, 0x70512B, 0x4C6B58, 0x55788F, 0x7E97A6, 0x24170F];
    private static readonly int[] s_lipsticks = [0xA62B3A, 0x8C2230, 0xC85C68, 0xB8474A, 0xD0707A, 0x7A2E3A];

    public FacePerson(RandomSequence random, int identities)
    {
        Identity = new float[identities];
        for (int i = 0; i < identities; i++)
        {
            Identity[i] = Math.Clamp(Gaussian(random), -2.5f, 2.5f) * 0.95f;
        }
        // people differ in proportions more than fifty scans' principal components show
        Stretch = new Vector3(1 + (0.035f * Gaussian(random)), 1 + (0.045f * Gaussian(random)), 1 + (0.03f * Gaussian(random)));

        float tone = random.Next() * random.Next(0.6f, 1f) * (s_skins.Length - 1.01f);
        Skin = Mix(s_skins, tone) * new Vector3(random.Next(0.94f, 1.06f), random.Next(0.95f, 1.05f), random.Next(0.92f, 1.08f));
        bool dark = tone > 4.5f;
        Female = random.Next(2) == 0;
        Age = random.Next();
        HairColour = FaceIdentity.Linear(dark ? s_hairs[random.Next(3)] : Age > 0.75f && random.Next() < 0.6f ? s_hairs[8 + random.Next(3)] : s_hairs[random.Next(8)]);
        BrowColour = Vector3.Lerp(HairColour * random.Next(0.25f, 0.75f), Skin * 0.2f, random.Next(0.1f, 0.4f));
        Iris = FaceIdentity.Linear(dark ? s_irises[random.Next(2)] : random.Pick<int>(s_irises));
        // lips are skin with more blood
        Lips = Skin * Vector3.Lerp(new Vector3(0.80f, 0.52f, 0.55f), new Vector3(0.95f, 0.75f, 0.76f), random.Next());
        if (Female && random.Next() < 0.5f)
        {
            Lips = Vector3.Lerp(Lips, FaceIdentity.Linear(random.Pick<int>(s_lipsticks)) * (dark ? 0.7f : 1f), random.Next(0.3f, 1f));
        }
        LipGloss = Female ? random.Next(0.05f, 0.7f) : random.Next(0, 0.25f);
        LipEdge = random.Next(0.06f, 0.30f);
        BrowThickness = random.Next(0.30f, 0.62f) * (Female ? 0.78f : 1.1f);
        BrowDensity = random.Next(0.5f, 0.97f);
        LidDarkness = Female ? random.Next(0.4f, 1f) : random.Next(0.15f, 0.6f);
        EyeShadow = Female && random.Next() < 0.35f ? random.Next(0.1f, 0.5f) : 0;
        Redness = random.Next(0, 0.28f);
        Freckles = !dark && random.Next() < 0.18f ? random.Next(0.2f, 0.7f) : 0;
        Blotches = random.Next(0.04f, 0.20f);
        Pores = random.Next(0.03f, 0.14f);
        Wrinkles = Age * random.Next(0, 1f);
        Gloss = random.Next(0.02f, 0.30f);
        UnderEye = random.Next(0, 0.35f);

        float beard = random.Next();
        if (!Female && beard < 0.6f)
        {
            Stubble = random.Next(0.1f, 0.6f);
            Beard = beard < 0.22f ? random.Next(0.5f, 1f) : 0;
            Moustache = Beard > 0 || random.Next() < 0.15f ? random.Next(0.4f, 1f) : 0;
            BeardShape = random.Next(3);
        }
        BeardColour = Vector3.Lerp(HairColour, BrowColour, 0.5f);

        float head = random.Next();
        Headgear = head < 0.09f;
        bool bald = !Headgear && !Female && head < 0.25f;
        Hairline = bald ? random.Next(13.2f, 15f) : Headgear ? random.Next(7.2f, 9.4f) : random.Next(9.0f, 11.8f);
        HairVolume = Headgear ? random.Next(0.5f, 1.6f) : bald ? 0.05f : Female ? random.Next(0.5f, 2.4f) : random.Next(0.15f, 1.3f);
        HairTexture = random.Next(1.2f, 5f);
        HairRough = Headgear ? 0.1f : random.Next(0.15f, 1f);
        Fringe = !Headgear && !bald && random.Next() < (Female ? 0.30f : 0.12f) ? random.Next(1f, 3.6f) : 0;
        Parting = random.Next(-3f, 3f);
        LongHair = Female ? random.Next() < 0.72f : random.Next() < 0.06f;
        HairReach = random.Next(3f, 16f);
        HairOpening = random.Next(0.95f, 1.65f);
        HairSpread = random.Next(0.6f, 3f);
        if (Headgear)
        {
            HairColour = new Vector3(random.Next(0.01f, 0.7f), random.Next(0.01f, 0.7f), random.Next(0.01f, 0.7f));
            LongHair = false;
        }
        Clothes = new Vector3(random.Next(), random.Next(), random.Next());
        Clothes = Clothes * Clothes * random.Next(0.05f, 0.8f);
        Collar = random.Next(-15f, -10.5f);
        Seed = random.Next(1 << 24);
    }

    public float[] Identity { get; }
    public Vector3 Stretch { get; }
    public Vector3 Skin { get; }
    public bool Female { get; }
    public float Age { get; }
    public Vector3 HairColour { get; }
    public Vector3 BrowColour { get; }
    public Vector3 BeardColour { get; }
    public Vector3 Iris { get; }
    public Vector3 Lips { get; }
    public float LipGloss { get; }

    /// <summary>How soft the lips' edge is.</summary>
    public float LipEdge { get; }
    public float BrowThickness { get; }
    public float BrowDensity { get; }
    public float LidDarkness { get; }
    public float EyeShadow { get; }
    public float Redness { get; }
    public float Freckles { get; }
    public float Blotches { get; }
    public float Pores { get; }
    public float Wrinkles { get; }
    public float Gloss { get; }
    public float UnderEye { get; }
    public float Stubble { get; }
    public float Beard { get; }
    public float Moustache { get; }

    /// <summary>0 for a full beard, 1 for one around the mouth, 2 for one along the jaw.</summary>
    public int BeardShape { get; }

    /// <summary>Whether what looks like hair is a cap.</summary>
    public bool Headgear { get; }

    /// <summary>The height of the hairline over the forehead.</summary>
    public float Hairline { get; }
    public float HairVolume { get; }
    public float HairTexture { get; }
    public float HairRough { get; }

    /// <summary>How far hair falls into the forehead.</summary>
    public float Fringe { get; }
    public float Parting { get; }
    public bool LongHair { get; }

    /// <summary>How far below the ears long hair ends.</summary>
    public float HairReach { get; }

    /// <summary>The angle from straight ahead at which long hair begins, radians.</summary>
    public float HairOpening { get; }
    public float HairSpread { get; }
    public Vector3 Clothes { get; }

    /// <summary>The height below which the neck is clothed.</summary>
    public float Collar { get; }
    public int Seed { get; }

    /// <summary>A normally distributed number.</summary>
    public static float Gaussian(RandomSequence random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.Next())) * MathF.Cos(2 * MathF.PI * random.Next());

    private static Vector3 Mix(int[] colours, float at)
    {
        int index = Math.Clamp((int)at, 0, colours.Length - 2);
        return Vector3.Lerp(FaceIdentity.Linear(colours[index]), FaceIdentity.Linear(colours[index + 1]), at - index);
    }
}
