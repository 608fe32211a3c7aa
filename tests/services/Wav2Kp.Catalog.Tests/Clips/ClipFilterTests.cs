using Npgsql;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Catalog.Tests.Filters;

namespace Wav2Kp.Catalog.Tests.Clips;

public sealed class ClipFilterTests(Servers servers) : CatalogTest(servers)
{
    private const int Filters = 1000;

    [Theory(DisableDiscoveryEnumeration = true)]
    [ClassData(typeof(Seeds))]
    public async Task Random_filters_find_the_clips_that_the_reference_evaluation_finds(int seed)
    {
        await using var data = NpgsqlDataSource.Create(Catalog.ConnectionString);
        var random = new RandomClips(seed);
        var clips = random.Make(150);
        await ClipInserter.InsertAsync(data, clips);
        int divided = 0;
        await using var connection = await data.OpenConnectionAsync(Cancellation);
        for (int i = 0; i < Filters; i++)
        {
            var (text, holds) = i % 2 == 0 ? random.Filter() : random.Chain();
            if (text.Length > 8000)
                continue;
            var expected = clips.Where(holds).Select(c => c.Id).ToHashSet();
            var hits = await FilterSearch.FindAsync(connection, ClipFilter.Parse(text), ClipFilter.Order(null), 1000, 0, Cancellation);
            expected.SetEquals(hits.Ids).ShouldBeTrue($"seed {seed}, filter {i}: {text}");
            hits.Total.ShouldBe(expected.Count, $"seed {seed}, filter {i}: {text}");
            divided += expected.Count > 0 && expected.Count < clips.Count ? 1 : 0;
        }
        divided.ShouldBeGreaterThan(Filters / 2, $"seed {seed}: the filters show too little");
    }

    [Theory]
    [InlineData("'{\"duration\": \"0/0\"}'")]
    [InlineData("'{\"duration\": \"N/A\", \"video\": {\"frameRate\": \"?\"}}'")]
    [InlineData("'{\"duration\": {}, \"video\": []}'")]
    [InlineData("'{}'")]
    [InlineData("NULL")]
    public async Task A_clip_whose_length_is_not_to_be_had_is_one_without_a_length(string media)
    {
        await using var data = NpgsqlDataSource.Create(Catalog.ConnectionString);
        await using var connection = await data.OpenConnectionAsync(Cancellation);
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO clips (id, sha256, name, bytes, state, source_key, media) VALUES ('{Guid.Empty}', '{new string('0', 64)}', 'n', 1, 'ready', 'k', {media});
            INSERT INTO artifacts (id, hash, kind, object_key, bytes, metadata) VALUES ('{Guid.Empty}', 'h', 'landmarks', 'k', 1, {media});
            INSERT INTO clip_artifacts (clip_id, kind, artifact_id) VALUES ('{Guid.Empty}', 'landmarks', '{Guid.Empty}');
            """,
            connection);
        await insert.ExecuteNonQueryAsync(Cancellation);
        (await FilterSearch.FindAsync(connection, ClipFilter.Parse("length is null and rate is null and quality is null and frames is null"), ClipFilter.Order("length"), 10, 0, Cancellation)).Total.ShouldBe(1);
    }

    [Theory]
    [InlineData("quality desc", new[] { 2, 0, 1 })]
    [InlineData("length", new[] { 1, 0, 2 })]
    [InlineData("speaker desc, name", new[] { 2, 1, 0 })]
    [InlineData("", new[] { 2, 1, 0 })]
    public async Task Clips_come_in_the_order_asked_for_and_those_without_the_field_last(string order, int[] expected)
    {
        await using var data = NpgsqlDataSource.Create(Catalog.ConnectionString);
        ClipFacts[] clips =
        [
            Clip(0) with { Media = ((5, 2), (25, 1), 10), Landmarks = (10, 5, null, null) },
            Clip(1) with { Media = ((3, 2), (25, 1), 10), Speaker = "a" },
            Clip(2) with { Speaker = "b", Landmarks = (10, 9, 1, null) },
        ];
        await ClipInserter.InsertAsync(data, clips);
        await using var connection = await data.OpenConnectionAsync(Cancellation);
        var hits = await FilterSearch.FindAsync(connection, ClipFilter.Parse(null), ClipFilter.Order(order), 10, 0, Cancellation);
        hits.Ids.ShouldBe(expected.Select(i => clips[i].Id));

        static ClipFacts Clip(int n) => new()
        {
            Sha256 = new string((char)('0' + n), 64),
            Name = $"{n}",
            State = "ready",
            Bytes = 1,
            Created = DateTimeOffset.UnixEpoch.AddDays(n),
        };
    }

    [Theory]
    [InlineData("quality > 'high'", 10, "quality is a number")]
    [InlineData("colour = 'red'", 0, "no field “colour”: fields are id, name, state, speaker")]
    [InlineData("metrics.mouth_r > 1", 0, "no “metrics.”")]
    [InlineData("state = 'fine'", 8, "no state 'fine': it is one of uploaded, processing, ready")]
    [InlineData("tags > 'a'", 5, "tags is a set")]
    [InlineData("tags = 5", 7, "write '5'")]
    [InlineData("speakr = 'a'", 0, "Did you mean speaker?")]
    [InlineData("length like '5'", 7, "like compares text")]
    public void A_wrong_filter_says_what_is_wrong_and_where(string text, int position, string says)
    {
        var error = Should.Throw<FilterException>(() => ClipFilter.Parse(text));
        error.Message.ShouldContain(says);
        error.Position.ShouldBe(position);
    }

    [Fact]
    public void A_set_has_no_order() =>
        Should.Throw<FilterException>(() => ClipFilter.Order("name, tags desc")).Position.ShouldBe(6);
}
