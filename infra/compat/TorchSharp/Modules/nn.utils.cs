using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for gradients, parameters and sequences.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their norm together is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2) => Gradients.Clip(tensors, max_norm, norm_type);

            /// <summary>Limits every gradient's elements to -<paramref name="clip_value"/>..<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using IDisposable untracked = no_grad();
                using DisposeScope scope = NewDisposeScope();
                foreach (Parameter parameter in tensors)
                {
                    parameter.grad?.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
                }
            }

            /// <summary>All elements of all parameters in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector's elements into the parameters, in order.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using IDisposable untracked = no_grad();
                using DisposeScope scope = NewDisposeScope();
                long place = 0;
                foreach (Parameter parameter in tensors)
                {
                    long count = parameter.NumberOfElements;
                    parameter.copy_(vec.narrow(0, place, count).view_as(parameter));
                    place += count;
                }
            }
        }
    }
}
