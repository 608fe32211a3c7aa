namespace Wav2Kp.Catalog.Tests.Filters;

/// <summary>The seeds of tests with random cases: always the same one, and a new one each time, which a failure names.</summary>
public sealed class Seeds : TheoryData<int>
{
    public Seeds()
    {
        Add(42);
        Add(Random.Shared.Next());
    }
}
