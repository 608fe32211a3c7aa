namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and, for kinds of which there are many, its number.</summary>
    public class Device
    {
        /// <summary>From "cpu", "cuda", "cuda:1".</summary>
        /// <exception cref="ArgumentException">The description names no device.</exception>
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = parts.Length <= 2 ? Parse(parts[0], description) : throw Invalid(description);
            index = parts.Length == 1 ? DefaultIndex(type) : int.TryParse(parts[1], out int number) && number >= 0 ? number : throw Invalid(description);
        }

        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType, deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index < 0 ? DefaultIndex(deviceType) : index;
        }

        /// <summary>The CUDA device of this number.</summary>
        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>The device's number; -1 for the processor, which has none.</summary>
        public int index { get; }

        public override string ToString() => index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        public static implicit operator Device(string description) => new(description);

        private static int DefaultIndex(DeviceType type) => type is DeviceType.CUDA or DeviceType.HIP ? 0 : -1;

        private static DeviceType Parse(string name, string description) =>
            name.Length > 0 && !char.IsDigit(name[0]) && Enum.TryParse(name, ignoreCase: true, out DeviceType type) ? type : throw Invalid(description);

        private static ArgumentException Invalid(string description) =>
            new($"'{description}' names no device: write 'cpu', 'cuda' or 'cuda:0'.", nameof(description));
    }
}
