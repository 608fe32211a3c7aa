using System.Buffers.Binary;
using System.Text;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Media.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TestClips _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        string path = _files.PathOf("all.safetensors");
        SafetensorsFile.Write(
            path,
            [
                SafetensorsTensor.FromBytes("valid", [3], [1, 0, 1]),
                SafetensorsTensor.FromFloats("points", [1, 2, 2], [1.5f, -2, float.MaxValue, 0]),
                SafetensorsTensor.FromDoubles("timestamps", [2], [0, 0.04]),
                SafetensorsTensor.FromLongs("scalar", [], [42]),
                SafetensorsTensor.FromFloats("empty", [0, 68, 2], []),
            ],
            new Dictionary<string, string> { ["rate"] = "30000/1001", ["name"] = "Zoë's \"take\"" });
        SafetensorsFile file = SafetensorsFile.Read(path);
        file.Tensors.Keys.ShouldBe(["points", "timestamps", "valid", "scalar", "empty"], ignoreOrder: true);
        file["points"].Shape.ShouldBe([1, 2, 2]);
        file["points"].As<float>().ToArray().ShouldBe([1.5f, -2, float.MaxValue, 0]);
        file["timestamps"].As<double>()[1].ShouldBe(0.04);
        file["valid"].As<byte>().ToArray().ShouldBe([1, 0, 1]);
        file["scalar"].As<long>()[0].ShouldBe(42);
        file["empty"].Count.ShouldBe(0);
        file.Metadata["rate"].ShouldBe("30000/1001");
        file.Metadata["name"].ShouldBe("Zoë's \"take\"");
        Directory.GetFiles(_files.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_whatever_its_order()
    {
        SafetensorsTensor a = SafetensorsTensor.FromFloats("a", [1], [1]);
        SafetensorsTensor b = SafetensorsTensor.FromBytes("b", [3], [1, 2, 3]);
        Bytes([a, b], new() { ["x"] = "1", ["y"] = "2" }).ShouldBe(Bytes([b, a], new() { ["y"] = "2", ["x"] = "1" }));

        static byte[] Bytes(SafetensorsTensor[] tensors, Dictionary<string, string> metadata)
        {
            using MemoryStream stream = new();
            SafetensorsFile.Write(stream, tensors, metadata);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Files_made_by_Python_are_read()
    {
        SafetensorsFile golden = SafetensorsFile.Read(SharedFolder.PathOf("golden", "audio_features.safetensors"));
        golden.Tensors.ShouldNotBeEmpty();
        golden.Metadata.ShouldNotBeEmpty();
        foreach (SafetensorsTensor tensor in golden.Tensors.Values.Where(tensor => tensor.DType == SafetensorsDType.F32))
        {
            tensor.As<float>().Length.ShouldBe((int)tensor.Count);
        }
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_too()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, [SafetensorsTensor.FromFloats("a", [3], [1, 2, 3])]);
        using OneWayStream oneWay = new(stream.ToArray());
        SafetensorsFile.Read(oneWay)["a"].As<float>().ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_tensor_of_another_type_is_not_handed_out_as_something_else()
    {
        SafetensorsTensor tensor = SafetensorsTensor.FromFloats("a", [1], [1]);
        Should.Throw<InvalidDataException>(() => tensor.As<int>().Length).Message.ShouldContain("'a' holds F32");
    }

    [Fact]
    public void Values_that_do_not_fill_the_shape_are_refused()
    {
        Should.Throw<ArgumentException>(() => SafetensorsTensor.FromFloats("a", [2, 2], [1, 2, 3])).Message.ShouldContain("[2, 2]");
        Should.Throw<ArgumentException>(() => SafetensorsFile.Write(Stream.Null, [new SafetensorsTensor("a", SafetensorsDType.F32, [2], new byte[4])]));
        SafetensorsTensor twin = SafetensorsTensor.FromFloats("a", [1], [1]);
        Should.Throw<ArgumentException>(() => SafetensorsFile.Write(Stream.Null, [twin, twin])).Message.ShouldContain("'a'");
    }

    [Fact]
    public void A_missing_tensor_is_named_with_those_that_are_there()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Write(stream, [SafetensorsTensor.FromFloats("points", [1], [1])]);
        stream.Position = 0;
        SafetensorsFile file = SafetensorsFile.Read(stream);
        Should.Throw<InvalidDataException>(() => file["mfcc"]).Message.ShouldBe("The file has no tensor 'mfcc': it holds points.");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "3 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "5 follow")]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", 4, "F99")]
    [InlineData("""{"a":{"dtype":"3","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 4, "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "not a range")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9000000000],"data_offsets":[0,9000000000]}}""", 4, "cannot be read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "no data_offsets")]
    [InlineData("""{"a":7}""", 0, "not a JSON object")]
    [InlineData("""{"__metadata__":{"x":1}}""", 0, "not text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not JSON")]
    [InlineData("""[]""", 0, "not a JSON object")]
    [InlineData("""{"a":""", 0, "not JSON")]
    public void A_false_header_is_found_out(string header, int dataBytes, string expected)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        InvalidDataException error = Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(_files.Write("bad.safetensors", file)));
        error.Message.ShouldContain(expected);
        error.Message.ShouldContain("bad.safetensors");
    }

    [Theory]
    [InlineData(new byte[0], "first 8 bytes")]
    [InlineData(new byte[] { 1, 2, 3 }, "first 8 bytes")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "outside 1 to")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "outside 1 to")]
    [InlineData(new byte[] { 64, 0, 0, 0, 0, 0, 0, 0, 123 }, "only 1 follow")]
    public void A_file_of_something_else_is_found_out(byte[] content, string expected) =>
        Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(_files.Write("bad.safetensors", content))).Message.ShouldContain(expected);

    [Fact]
    public void A_false_length_in_a_stream_does_not_take_memory()
    {
        byte[] text = Encoding.UTF8.GetBytes("""{"a":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""");
        byte[] file = new byte[8 + text.Length + 10];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        using OneWayStream stream = new(file);
        Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(stream)).Message.ShouldContain("ends within the tensor 'a'");
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(8 << 20);
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
