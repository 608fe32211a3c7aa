using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of different lengths as one batch.</summary>
            public static class rnn
            {
                /// <summary>Packs a padded batch, given each sequence's length (on the processor).</summary>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Tensor here = lengths.to(ScalarType.Int64, CPU);
                    Tensor? sorted = null, unsorted = null;
                    Tensor padded = input;
                    if (!enforce_sorted)
                    {
                        (here, sorted) = here.sort(descending: true, stable: true);
                        sorted = sorted.to(input.device);
                        unsorted = sorted.argsort();
                        padded = input.index_select(batch_first ? 0 : 1, sorted);
                    }

                    (Tensor data, Tensor sizes) = Ops._pack_padded_sequence.Call2(padded, here, batch_first);
                    return new PackedSequence(data, sizes, sorted, unsorted).MoveToOuterDisposeScope();
                }

                /// <summary>The padded batch and the sequences' lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0, long? total_length = null)
                {
                    using DisposeScope scope = NewDisposeScope();
                    (Tensor padded, Tensor lengths) = Ops._pad_packed_sequence.Call2(
                        sequence.data, sequence.batch_sizes, batch_first, (Scalar)padding_value, total_length ?? sequence.batch_sizes.size(0));
                    if (sequence.unsorted_indices is not null)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, sequence.unsorted_indices);
                        lengths = lengths.index_select(0, sequence.unsorted_indices.cpu());
                    }

                    return scope.MoveToOuter(padded, lengths);
                }

                /// <summary>Stacks sequences, the shorter ones padded at their end.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0) =>
                    Ops.pad_sequence.Call((Tensor[])[.. sequences], batch_first, padding_value);

                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Tensor[] all = [.. sequences];
                    return pack_padded_sequence(pad_sequence(all), tensor(Array.ConvertAll(all, sequence => sequence.size(0))), false, enforce_sorted)
                        .MoveToOuterDisposeScope();
                }

                /// <summary>The steps of several sequences, those of one time next to each other, longest sequence first.</summary>
                public sealed class PackedSequence : IDisposable, IScoped
                {
                    /// <summary>[steps of all sequences, features]</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each time.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The sequences' places in the order given, if they had to be sorted.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>The way back to the order given.</summary>
                    public readonly Tensor unsorted_indices;

                    private DisposeScope? _scope;
                    private bool _disposed;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted, Tensor? unsorted)
                    {
                        this.data = data.DetachFromDisposeScope();
                        this.batch_sizes = batch_sizes.DetachFromDisposeScope();
                        sorted_indices = sorted?.DetachFromDisposeScope()!;
                        unsorted_indices = unsorted?.DetachFromDisposeScope()!;
                        _scope = DisposeScopeManager.Register(this);
                    }

                    DisposeScope? IScoped.OwningDisposeScope
                    {
                        get => _scope;
                        set => _scope = value;
                    }

                    bool IScoped.IsDisposed => _disposed;

                    internal long BatchSize => batch_sizes.data<long>()[0];

                    public void Dispose()
                    {
                        if (!_disposed)
                        {
                            DisposeScopeManager.Statistics.CountDisposed(this, _scope is not null);
                            _scope?.MarkAsDisposed(this);
                            ((IScoped)this).DisposeCounted();
                        }
                    }

                    void IScoped.DisposeCounted()
                    {
                        _disposed = true;
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        if (_scope is not null)
                        {
                            DisposeScope.Move(this, _scope.OuterScope);
                        }

                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        DisposeScope.Move(this, null);
                        return this;
                    }

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other._scope);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        DisposeScope.Move(this, other);
                        return this;
                    }

                    /// <summary>The same sequences with other features.</summary>
                    internal PackedSequence With(Tensor features) =>
                        new(features, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    /// <summary>A state [layers, batch, hidden] in the order of the packed sequences.</summary>
                    internal Tensor Sorted(Tensor state) => sorted_indices is null ? state : state.index_select(1, sorted_indices);

                    /// <summary>A state [layers, batch, hidden] in the order given.</summary>
                    internal Tensor Unsorted(Tensor state) => unsorted_indices is null ? state : state.index_select(1, unsorted_indices);
                }
            }
        }
    }
}
