using System.Text;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>Makes sentences of some three seconds in which every viseme comes up often.</summary>
internal static class SentenceWriter
{
    // comes before any other adjective
    private const string Number = "five";

    private static readonly string[] s_subjects =
    [
        "my mother", "the baker", "old Bob", "a young pilot", "our neighbour", "the farmer", "Amy", "the boy", "a brave fox",
        "the whole family", "her father", "George", "the woman", "a wise judge", "the piper", "Fiona", "the thief", "Walter",
    ];

    private static readonly string[] s_verbs =
    [
        "bought", "moved", "found", "pushed", "threw away", "painted", "showed me", "washed", "opened", "wrapped up", "loved",
        "dropped", "chose", "measured", "borrowed", "watched", "fixed", "served", "left", "picked up",
    ];

    private static readonly string[] s_adjectives =
    [
        "blue", "heavy", "purple", "small", "shiny", "warm", "thick", "lovely", "broken", "huge", "cheap", "smooth", "old", Number, "wooden", "fresh",
    ];

    private static readonly string[] s_objects =
    [
        "boats", "apples", "boxes", "plums", "mushrooms", "feathers", "wagons", "bottles", "maps", "loaves of bread", "jewels",
        "pumpkins", "fish", "shoes", "gloves", "bowls", "oranges", "toys", "wheels", "books",
    ];

    private static readonly string[] s_places =
    [
        "by the river", "before breakfast", "in the village", "for my uncle", "on Thursday", "near the beach", "above the shop",
        "with both thumbs", "in July", "from the market", "at the farm", "on the bridge", "for the show", "over there",
    ];

    /// <summary>A sentence, such as "The baker moved five purple boxes by the river."</summary>
    public static string Write(RandomSequence random)
    {
        StringBuilder sentence = new();
        sentence.Append(random.Pick<string>(s_subjects)).Append(' ').Append(random.Pick<string>(s_verbs)).Append(' ');
        string first = random.Pick<string>(s_adjectives), second = random.Pick<string>(s_adjectives);
        if (second == Number)
        {
            (first, second) = (second, first);
        }
        sentence.Append(first == second ? first : $"{first} {second}").Append(' ');
        sentence.Append(random.Pick<string>(s_objects)).Append(' ').Append(random.Pick<string>(s_places)).Append('.');
        sentence[0] = char.ToUpperInvariant(sentence[0]);
        return sentence.ToString();
    }
}
