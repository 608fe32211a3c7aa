namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a loss does with its elements.</summary>
        public enum Reduction
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        /// <summary>What a plain recurrent layer applies.</summary>
        public enum NonLinearities
        {
            ReLU = 0,
            Tanh = 1,
        }

        /// <summary>What a transformer's feed-forward part applies.</summary>
        public enum Activations
        {
            ReLU = 0,
            GELU = 1,
        }
    }
}
