using System.Text.Json;

namespace Wav2Kp.Objects.Tests;

public sealed class ObjectKeysTests
{
    [Fact]
    public void The_same_work_has_the_same_hash_whatever_the_order_of_its_parts()
    {
        string first = ObjectKeys.StepHash("features", "1", [new("audio", "aa"), new("network", "bb")], Parse("""{"a": 1, "b": {"x": [1, 2], "y": 1e3}}"""));
        string second = ObjectKeys.StepHash("features", "1", [new("network", "bb"), new("audio", "aa")], Parse("""{"b": {"y": 1000.0, "x": [1, 2]}, "a": 1.0}"""));
        second.ShouldBe(first);
        first.Length.ShouldBe(64);
    }

    [Fact]
    public void Whatever_determines_the_result_changes_the_hash()
    {
        string[] hashes =
        [
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")], Parse("{}")),
            ObjectKeys.StepHash("landmarks", "1", [new("audio", "aa")], Parse("{}")),
            ObjectKeys.StepHash("features", "2", [new("audio", "aa")], Parse("{}")),
            ObjectKeys.StepHash("features", "1", [new("audio", "ab")], Parse("{}")),
            ObjectKeys.StepHash("features", "1", [new("video", "aa")], Parse("{}")),
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")], Parse("""{"hop": 200}""")),
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")], Parse("""{"hop": "200"}""")),
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")], Parse("""{"hop": [2, 1]}""")),
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")], Parse("""{"hop": [1, 2]}""")),
            ObjectKeys.StepHash("features", "1", [new("audio", "aa")]),
        ];
        hashes.Distinct().Count().ShouldBe(hashes.Length);
    }

    [Theory]
    [InlineData("a b.MP4", ".mp4")]
    [InlineData("дом.tar.gz", ".gz")]
    [InlineData("no extension", "")]
    [InlineData("odd.m p4", "")]
    [InlineData("odd.../../x", "")]
    [InlineData(".wav", ".wav")]
    [InlineData(null, "")]
    public void Only_a_plain_extension_gets_into_a_key(string? name, string expected) => ObjectKeys.Extension(name).ShouldBe(expected);

    [Theory]
    [InlineData("Folder=/x;Bucket=b", "Bucket")]
    [InlineData("Endpoint=http://h;AccessKey=a;SecretKey=s", "Bucket")]
    [InlineData("Endpoint=h;AccessKey=a;SecretKey=s;Bucket=b", "http")]
    [InlineData("Nonsense=1", "Nonsense")]
    [InlineData("just text", "Name=value")]
    public void A_connection_string_that_is_none_is_told_what_it_lacks(string text, string expected) =>
        Should.Throw<ArgumentException>(() => ObjectStores.FromConnectionString(text)).Message.ShouldContain(expected);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
