using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor's shape.</summary>
    public struct Size : IEnumerable<long>
    {
        /// <summary>No dimension: a single number.</summary>
        public static Size Empty = new(Array.Empty<long>());

        private readonly long[]? _shape;

        public Size(long[] shape) => _shape = (long[])shape.Clone();

        public Size(IEnumerable<long> shape) => _shape = shape.ToArray();

        public Size(int[] shape) => _shape = Array.ConvertAll(shape, value => (long)value);

        public Size(long size) => _shape = [size];

        public Size((long, long) size) => _shape = [size.Item1, size.Item2];

        public Size((long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3];

        public Size((long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        public Size((long, long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        public Size((long, long, long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        public Size(int size) => _shape = [size];

        public Size((int, int) size) => _shape = [size.Item1, size.Item2];

        public Size((int, int, int) size) => _shape = [size.Item1, size.Item2, size.Item3];

        public Size((int, int, int, int) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        public Size((int, int, int, int, int) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        public Size((int, int, int, int, int, int) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        public readonly bool IsEmpty => Shape.Length == 0;

        public readonly bool IsScalar => Shape.Length == 0;

        public readonly int Length => Shape.Length;

        public readonly long this[int idx] => Shape[idx];

        public readonly long this[long idx] => Shape[idx];

        public readonly long[] Shape => _shape ?? [];

        public static implicit operator Size(long size) => new(size);

        public static implicit operator Size((long, long) size) => new(size);

        public static implicit operator Size((long, long, long) size) => new(size);

        public static implicit operator Size((long, long, long, long) size) => new(size);

        public static implicit operator Size((long, long, long, long, long) size) => new(size);

        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);

        public static implicit operator Size(long[] size) => new(size);

        public static Size operator +(Size left, Size right) => new([.. left.Shape, .. right.Shape]);

        public static Size operator +(Size left, IEnumerable<long> right) => new([.. left.Shape, .. right]);

        public static bool operator ==(Size left, Size right) => left.Shape.AsSpan().SequenceEqual(right.Shape);

        public static bool operator !=(Size left, Size right) => !(left == right);

        public override readonly bool Equals(object? obj) => obj is Size other && this == other;

        /// <summary>The dimensions from the first to before the next.</summary>
        public readonly Size Slice(int first, int next) => new(Shape[first..next]);

        public override readonly int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (long size in Shape)
            {
                hash.Add(size);
            }

            return hash.ToHashCode();
        }

        /// <summary>How many elements a tensor of this shape has.</summary>
        public readonly long numel() => Shape.Aggregate(1L, (product, size) => product * size);

        public readonly IEnumerable<long> Take(int i) => Shape.Take(i);

        public readonly IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
