using System.Runtime.InteropServices;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>What goes wrong says so, in libtorch's words or in a sentence, and the process lives on.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Errors_of_libtorch_come_with_its_message_and_without_its_backtrace()
    {
        ExternalException error = Should.Throw<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        error.Message.ShouldBe("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)");
        Should.Throw<ExternalException>(() => ones(2) + ones(3)).Message.ShouldContain("must match the size");
        Should.Throw<ExternalException>(() => ones(2).view(3)).Message.ShouldContain("invalid for input of size");
        Should.Throw<ExternalException>(() => nn.functional.conv1d(ones(1, 2, 8), ones(1, 3, 2))).Message.ShouldContain("channels");
        Should.Throw<ExternalException>(() => ones(2).to(int64) / ones(2, dtype: int64) & ones(2)).Message.ShouldNotContain("frame #0");
    }

    [Fact]
    public void A_huge_allocation_fails_with_a_message() =>
        Should.Throw<ExternalException>(() => empty(1L << 50)).Message.ShouldContain("memory");

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        if (cuda.is_available())
        {
            cuda.device_count().ShouldBeGreaterThan(0);
            ones(1).to(CUDA).cpu().item<float>().ShouldBe(1f);
            return;
        }

        cuda.device_count().ShouldBe(0);
        cuda_is_available().ShouldBeFalse();
        cuda.is_cudnn_available().ShouldBeFalse();
        Should.Throw<ExternalException>(() => ones(1).to("cuda:0"));
        Should.Throw<InvalidOperationException>(() => nn.Linear(1, 1).to(CUDA)).Message.ShouldContain("CUDA");
        TryInitializeDeviceType(DeviceType.CUDA).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:1")]
    [InlineData("1")]
    public void Descriptions_of_no_device_are_refused(string description) =>
        Should.Throw<ArgumentException>(() => new Device(description)).Message.ShouldContain("names no device");

    [Fact]
    public void Devices_have_names()
    {
        new Device("cuda:1").ToString().ShouldBe("cuda:1");
        new Device("cuda").index.ShouldBe(0);
        device("cpu").index.ShouldBe(-1);
        CPU.ToString().ShouldBe("cpu");
    }

    [Fact]
    public void Layers_refuse_impossible_sizes()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => nn.Linear(0, 1));
        Should.Throw<ArgumentException>(() => nn.Dropout(1.5));
        Should.Throw<ArgumentException>(() => nn.Conv1d(3, 4, 2, groups: 2)).Message.ShouldContain("groups");
        Should.Throw<ArgumentException>(() => nn.BatchNorm2d(3).call(ones(3, 3))).Message.ShouldContain("4");
        Should.Throw<ArgumentException>(() => nn.LSTM(2, 2).call(ones(2)));
        Should.Throw<ArgumentException>(() => nn.Conv2d(3, 4, 2).call(ones(1, 2, 4, 4))).Message.ShouldContain("3 channels");
        Should.Throw<ExternalException>(() => nn.Linear(3, 4).call(ones(2)));
    }

    [Fact]
    public void Named_dimensions_are_refused_with_a_sentence() =>
        Should.Throw<NotSupportedException>(() => zeros(2, names: ["a"])).Message.ShouldContain("named");

    [Fact]
    public void Files_that_are_missing_or_no_tensors_are_refused()
    {
        Should.Throw<ExternalException>(() => load("/nowhere/at.all"));
        Should.Throw<FileNotFoundException>(() => nn.Linear(1, 1).load("/nowhere/at.all"));
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        File.WriteAllText(path, "no tensor, surely");
        try
        {
            Should.Throw<ExternalException>(() => load(path));
            Should.Throw<Exception>(() => nn.Linear(1, 1).load(path)).ShouldBeAssignableTo<Exception>();
            Should.Throw<InvalidDataException>(() => Tensor.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
