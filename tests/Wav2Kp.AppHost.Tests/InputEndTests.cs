using System.Text;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Wav2Kp.AppHost.Tests;

public sealed class InputEndTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("something else\n", true)]
    [InlineData("keep\n", false)]
    public void The_application_stops_when_its_input_ends_unless_it_was_told_to_go_on(string input, bool stops)
    {
        Lifetime lifetime = new();
        new InputEnd(lifetime, new MemoryStream(Encoding.UTF8.GetBytes(input))).Watch();
        lifetime.IsStopped.ShouldBe(stops);
    }

    [Fact]
    public void An_input_that_breaks_has_ended()
    {
        Lifetime lifetime = new();
        new InputEnd(lifetime, new BrokenStream()).Watch();
        lifetime.IsStopped.ShouldBeTrue();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("closed");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("closed");
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool IsStopped { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => IsStopped = true;
    }
}
