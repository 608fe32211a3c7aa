using Shouldly;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class DatasetSplitsTests
{
    private static readonly string[] s_ids = [.. Enumerable.Range(0, 60).Select(i => $"clip-{i}")];

    [Fact]
    public void Counts_that_add_up_are_kept_exactly()
    {
        ClipSplit split = DatasetSplits.Split(s_ids, 48, 6, 6, seed: 3);
        (split.Train.Count, split.Validation.Count, split.Test.Count).ShouldBe((48, 6, 6));
        split.Train.Concat(split.Validation).Concat(split.Test).Order().ShouldBe(s_ids.Order());
    }

    [Fact]
    public void Fractions_and_counts_in_the_same_proportion_divide_alike() =>
        DatasetSplits.Split(s_ids, 0.8, 0.1, 0.1).Test.ShouldBe(DatasetSplits.Split(s_ids, 48, 6, 6).Test);

    [Fact]
    public void The_order_of_the_clips_does_not_matter() =>
        DatasetSplits.Split(s_ids.Reverse()).Train.ShouldBe(DatasetSplits.Split(s_ids).Train);

    [Fact]
    public void Another_seed_divides_otherwise() =>
        DatasetSplits.Split(s_ids, seed: 1).Test.ShouldNotBe(DatasetSplits.Split(s_ids, seed: 2).Test);

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(10, 8, 1, 1)]
    [InlineData(58, 46, 6, 6)]
    public void Few_clips_go_to_training_first_then_test_then_validation(int clips, int train, int validation, int test)
    {
        ClipSplit split = DatasetSplits.Split(s_ids[..clips]);
        (split.Train.Count, split.Validation.Count, split.Test.Count).ShouldBe((train, validation, test));
    }

    [Fact]
    public void A_part_without_a_share_stays_empty()
    {
        ClipSplit split = DatasetSplits.Split(s_ids, 1, 0, 0);
        (split.Train.Count, split.Validation.Count, split.Test.Count).ShouldBe((60, 0, 0));
    }

    [Fact]
    public void A_clip_named_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => DatasetSplits.Split(["a", "b", "a"])).Message.ShouldContain("twice");

    [Fact]
    public void No_clips_and_impossible_shares_are_refused()
    {
        Should.Throw<ArgumentException>(() => DatasetSplits.Split([])).Message.ShouldContain("no clips");
        Should.Throw<ArgumentException>(() => DatasetSplits.Split(s_ids, 0, 1, 1)).Message.ShouldContain("training");
        Should.Throw<ArgumentException>(() => DatasetSplits.Split(s_ids, 1, -1, 1)).Message.ShouldContain("1 / -1 / 1");
        Should.Throw<ArgumentException>(() => DatasetSplits.Split(s_ids, double.NaN, 1, 1));
    }
}
