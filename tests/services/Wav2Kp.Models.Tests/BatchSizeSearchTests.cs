using Shouldly;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class BatchSizeSearchTests
{
    private readonly List<int> _tried = [];
    private readonly HandClock _clock = new();

    [Fact]
    public void Batches_grow_as_long_as_more_items_come_through() =>
        // as a GPU: a step takes as long with few as with many, until there are 64
        Find(size => Math.Min(size, 64) * 100).ShouldBe((64, "8 16 32 64 128"));

    [Fact]
    public void Batches_stay_as_they_are_where_larger_ones_bring_nothing() => Find(_ => 50).ShouldBe((8, "8 16"));

    [Fact]
    public void A_plateau_with_noise_is_no_growth()
    {
        double[] noise = [1, 1.06, 0.97, 1.09];
        int trial = 0;
        Find(size => Math.Min(size, 16) * 10 * noise[trial++]).ShouldBe((16, "8 16 32"));
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_not_taken() => Find(size => size > 32 ? null : size).ShouldBe((32, "8 16 32 64"));

    [Fact]
    public void Where_the_usual_size_does_not_fit_the_next_smaller_one_that_fits_is_taken() => Find(size => size > 2 ? null : size).ShouldBe((2, "8 4 2"));

    [Fact]
    public void Where_nothing_fits_it_is_said() =>
        Should.Throw<TrainingFailedException>(() => Find(_ => null, least: 2)).Message.ShouldContain("Not even a batch of 2 fits");

    [Theory]
    [InlineData(7, 8)]
    [InlineData(319, 8)]
    [InlineData(320, 16)]
    [InlineData(1_300, 64)]
    public void An_epoch_keeps_twenty_steps(int items, int size) => Find(given => given, items: items).Size.ShouldBe(size);

    [Fact]
    public void No_size_is_larger_than_a_recipe_may_have() => Find(size => size, most: 100).Size.ShouldBe(64);

    [Fact]
    public void A_trial_that_would_take_too_long_is_not_begun()
    {
        // trials of 1.8 and 3.6 s are within six seconds, one of 7.2 s is not
        Find(size =>
        {
            _clock.Now += TimeSpan.FromSeconds(1.8 * size / 8);
            return size;
        }).ShouldBe((16, "8 16"));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Find(
            size =>
            {
                stop.Cancel();
                return size;
            }, cancellationToken: stop.Token));
        _tried.ShouldBe([8]);
    }

    private (int Size, string Tried) Find(Func<int, double?> speed, long items = 1_000_000, int least = 1, int most = 4_096, CancellationToken cancellationToken = default)
    {
        int size = BatchSizeSearch.Find(
            8, least, most, items,
            given =>
            {
                _tried.Add(given);
                return speed(given);
            },
            _clock, cancellationToken);
        return (size, string.Join(' ', _tried));
    }

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
