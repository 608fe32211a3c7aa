using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: parameters that are learned, buffers that are kept, and modules inside of it. A subclass assigns
        /// them to fields and calls <see cref="RegisterComponents"/> at the end of its constructor; they then bear the fields' names.
        /// </summary>
        public class Module : IDisposable
        {
            protected readonly string name;
            protected internal OrderedDict<string, Module> _internal_submodules = new();
            protected internal OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected internal OrderedDict<string, Parameter> _internal_params = new();
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;
            private bool _areComponentsRegistered;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            /// <summary>Whether layers that learn and run differently (dropout, batch normalisation) are to learn.</summary>
            public virtual bool training => _training;

            /// <summary>Disposes the parameters, the buffers and the modules inside.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    // Tensors have finalizers of their own.
                    return;
                }

                foreach ((_, Module module) in _internal_submodules)
                {
                    module.Dispose();
                }

                foreach ((_, (Tensor buffer, _)) in _internal_buffers)
                {
                    buffer.Dispose();
                }

                foreach ((_, Parameter parameter) in _internal_params)
                {
                    parameter.Dispose();
                }
            }

            /// <summary>Moves and converts; what is not of a floating type keeps its type.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                Convert(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                Convert(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                Convert(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>Calls the function for every module inside, then for this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module module) in _internal_submodules)
                {
                    module.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach ((_, Module module) in _internal_submodules)
                {
                    module.train(train);
                }
            }

            public virtual void eval() => train(false);

            /// <summary>Drops the gradients of all parameters, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true) => Gradients.Zero(parameters(), set_to_none);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                HashSet<Tensor> seen = new(ReferenceEqualityComparer.Instance);
                return Walk(
                    recurse,
                    module => module._internal_buffers.Where(item => item.Item2.Item2 || include_nonpersistent).Select(item => (item.Item1, item.Item2.Item1)),
                    module => module.named_buffers(true, include_nonpersistent),
                    seen);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(item => item.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>All modules inside, however deep, with dotted names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string child, Module module) in _internal_submodules)
                {
                    yield return (child, module);
                }

                foreach ((string child, Module module) in _internal_submodules)
                {
                    foreach ((string inner, Module found) in module.named_modules())
                    {
                        yield return ($"{child}.{inner}", found);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(item => item.module);

            public virtual IEnumerable<Module> children() => named_children().Select(item => item.module);

            /// <summary>The parameters and the persistent buffers themselves, by dotted name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string path = string.IsNullOrEmpty(prefix) ? string.Empty : prefix + ".";
                foreach ((string key, Parameter parameter) in _named_parameters())
                {
                    destination.TryAdd(path + key, parameter);
                }

                foreach ((string key, Tensor buffer) in _named_buffers())
                {
                    destination.TryAdd(path + key, buffer);
                }

                foreach ((string key, Module module) in named_children())
                {
                    module.state_dict(destination, path + key);
                }

                return destination;
            }

            /// <summary>Copies tensors of these names into the parameters and buffers.</summary>
            /// <param name="source">Tensors by dotted name.</param>
            /// <param name="strict">Whether the names must be exactly this module's.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that the source lacks, and those that this module lacks.</returns>
            /// <exception cref="InvalidOperationException">The names differ, or a shape does.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> destination = state_dict();
                HashSet<string> left = [.. skip ?? []];
                List<string> missing = [.. destination.Keys.Where(key => !left.Contains(key) && !source.ContainsKey(key))];
                List<string> unexpected = [.. source.Keys.Where(key => !left.Contains(key) && !destination.ContainsKey(key))];
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The loaded state_dict is not identical to the target dictionary: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }

                string[] keys = [.. source.Keys.Where(key => !left.Contains(key) && destination.ContainsKey(key))];
                foreach (string key in keys)
                {
                    if (!source[key].shape.AsSpan().SequenceEqual(destination[key].shape))
                    {
                        throw new InvalidOperationException(
                            $"'{key}' has the shape [{string.Join(", ", source[key].shape)}], this module needs [{string.Join(", ", destination[key].shape)}].");
                    }
                }

                using (no_grad())
                {
                    foreach (string key in keys)
                    {
                        destination[key].copy_(source[key]);
                    }
                }

                return (missing, unexpected);
            }

            protected virtual (string name, Parameter parameter)[] _named_parameters() => _internal_params.ToArray();

            protected virtual (string name, Tensor buffer)[] _named_buffers() =>
                [.. _internal_buffers.Where(item => item.Item2.Item2).Select(item => (item.Item1, item.Item2.Item1))];

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                HashSet<Parameter> seen = new(ReferenceEqualityComparer.Instance);
                return Walk(recurse, module => module._internal_params, module => module.named_parameters(true), seen);
            }

            protected virtual Parameter[] _parameters(bool recurse = true) => [.. parameters(recurse)];

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(item => item.parameter);

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>A buffer by its dotted name.</summary>
            public virtual Tensor? get_buffer(string target) =>
                Find(target, out string last)?._internal_buffers is { } found && found.TryGetValue(last, out (Tensor Buffer, bool) item) ? item.Buffer : null;

            /// <summary>A parameter by its dotted name.</summary>
            public virtual Parameter? get_parameter(string target) =>
                Find(target, out string last)?._internal_params is { } found && found.TryGetValue(last, out Parameter? parameter) ? parameter : null;

            /// <summary>Keeps a tensor that is not learned; with <paramref name="persistent"/> it is part of the saved state.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckFree(name);
                _internal_buffers.Add(name, (Owned(tensor), persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                CheckFree(name);
                _internal_params.Add(name, (Parameter)Owned(param));
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    throw new ArgumentNullException(nameof(submodule), $"The module '{name}' is null.");
                }

                CheckFree(name);
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            protected void ConditionallyRegisterParameter(string name, Tensor? value) => ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers the parameter under a name that may be taken; null takes it off.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                _internal_params.Remove(name);
                if (value is not null)
                {
                    register_parameter(name, value);
                }
            }

            /// <summary>Registers the buffer under a name that may be taken; null takes it off.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                _internal_buffers.Remove(name);
                if (value is not null)
                {
                    register_buffer(name, value, persistent);
                }
            }

            public virtual string GetName() => name;

            /// <summary>Writes the state as <see cref="save_state_dict"/> lays it out.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>
            /// Writes the number of entries (LEB128), then each: its name as a .NET string, its element type, rank and dimensions
            /// (LEB128), and its bytes.
            /// </summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                HashSet<string> left = [.. skip ?? []];
                (string Key, Tensor Value)[] entries = [.. sd.Where(item => !left.Contains(item.Key)).Select(item => (item.Key, item.Value))];
                writer.Write7BitEncodedInt(entries.Length);
                foreach ((string key, Tensor value) in entries)
                {
                    writer.Write(key);
                    value.Save(writer);
                }

                writer.Flush();
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                {
                    throw new FileNotFoundException($"There is no file '{location}' to load a module from.", location);
                }

                using FileStream stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads what <see cref="save(BinaryWriter, IList{string})"/> wrote into this module's tensors.</summary>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                Dictionary<string, Tensor> destination = state_dict();
                HashSet<string> left = [.. skip ?? []];
                HashSet<string> found = [];
                int count = reader.Read7BitEncodedInt();
                for (int i = 0; i < count; i++)
                {
                    string key = reader.ReadString();
                    bool wanted = !left.Contains(key);
                    bool known = destination.TryGetValue(key, out Tensor? target);
                    if (wanted && !known && strict)
                    {
                        throw new ArgumentException($"The file holds '{key}', which this module does not have.");
                    }

                    if (wanted && known)
                    {
                        target!.Load(reader);
                        found.Add(key);
                    }
                    else
                    {
                        TensorExtensionMethods.Load(reader, skip: true);
                    }

                    loadedParameters?.TryAdd(key, wanted && known);
                }

                string[] missing = [.. destination.Keys.Where(key => !left.Contains(key) && !found.Contains(key))];
                if (strict && missing.Length > 0)
                {
                    throw new ArgumentException($"The file lacks [{string.Join(", ", missing)}], which this module has.");
                }

                return this;
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>A new module with the state of a file.</summary>
            public static Module Create<T>(string path)
                where T : Module, new() => new T().load(path);

            /// <summary>
            /// Registers the fields that hold modules, parameters and tensors under their names. Once: later calls do nothing.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                {
                    return;
                }

                _areComponentsRegistered = true;
                foreach (FieldInfo field in Fields(GetType()))
                {
                    string component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module when !_internal_submodules.ContainsKey(component) && !ReferenceEquals(module, this):
                            register_module(component, module);
                            break;
                        case Modules.Parameter parameter when !_internal_params.ContainsKey(component):
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor and not Modules.Parameter when !_internal_buffers.ContainsKey(component):
                            register_buffer(component, tensor);
                            break;
                    }
                }
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? DefaultDevice, dtype ?? get_default_dtype());

            protected void ClearModules() => _internal_submodules.Clear();

            /// <summary>The fields of a class, those of its base classes first, each in the order of its declaration.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                Stack<Type> line = [];
                for (Type? level = type; level is not null && level != typeof(Module); level = level.BaseType)
                {
                    // The layers of this library register what they hold themselves.
                    if (level.Assembly != typeof(Module).Assembly)
                    {
                        line.Push(level);
                    }
                }

                return line.SelectMany(level => level
                    .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                    .OrderBy(field => field.MetadataToken));
            }

            /// <summary>What a module learns or keeps lives as long as the module, whichever scope it was made in.</summary>
            private static Tensor Owned(Tensor tensor) => tensor.DetachFromDisposeScope();

            private void CheckFree(string name)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.'))
                {
                    throw new ArgumentException($"'{name}' cannot name a component: names are not empty and hold no dot.", nameof(name));
                }

                if (_internal_submodules.ContainsKey(name) || _internal_params.ContainsKey(name) || _internal_buffers.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Tried to register '{name}', which is registered already.");
                }
            }

            private IEnumerable<(string, T)> Walk<T>(bool recurse, Func<Module, IEnumerable<(string, T)>> own, Func<Module, IEnumerable<(string, T)>> inner, HashSet<T> seen)
                where T : Tensor
            {
                foreach ((string key, T tensor) in own(this))
                {
                    if (!tensor.IsInvalid && seen.Add(tensor))
                    {
                        yield return (key, tensor);
                    }
                }

                if (!recurse)
                {
                    yield break;
                }

                foreach ((string child, Module module) in named_children())
                {
                    foreach ((string key, T tensor) in inner(module))
                    {
                        if (seen.Add(tensor))
                        {
                            yield return ($"{child}.{key}", tensor);
                        }
                    }
                }
            }

            private Module? Find(string target, out string last)
            {
                string[] parts = target.Split('.');
                last = parts[^1];
                Module? module = this;
                foreach (string part in parts[..^1])
                {
                    module = module is null ? null : module.named_children().FirstOrDefault(item => item.name == part).module;
                }

                return module;
            }

            /// <summary>
            /// Moves and converts in place, so that fields, optimisers and ties between modules keep holding the same tensors.
            /// </summary>
            private void Convert(ScalarType? dtype, Device? device, bool nonBlocking)
            {
                if (dtype is { } wanted && !Floating(wanted))
                {
                    throw new ArgumentException($"A module's parameters must be of a floating or complex type, not {wanted}.", nameof(dtype));
                }

                if (device is not null)
                {
                    InitializeDeviceType(device.type);
                }

                foreach ((_, Module module) in named_children())
                {
                    if (dtype is { } type && device is not null)
                    {
                        module._to(device, type, nonBlocking);
                    }
                    else if (dtype is { } only)
                    {
                        module._to(only, nonBlocking);
                    }
                    else if (device is not null)
                    {
                        module._to(device.type, device.index, nonBlocking);
                    }
                }

                using IDisposable untracked = no_grad();
                using DisposeScope scope = NewDisposeScope();
                foreach (Tensor tensor in _internal_params.Values.Concat(_internal_buffers.Values.Select(item => item.Item1)))
                {
                    ScalarType type = dtype is { } given && Floating(tensor.dtype) ? given : tensor.dtype;
                    Device where = device ?? tensor.device;
                    if (tensor.grad is { } grad)
                    {
                        tensor.grad = null;
                        tensor.SetData(tensor.to(type, where, non_blocking: nonBlocking));
                        tensor.grad = grad.to(type, where, non_blocking: nonBlocking);
                    }
                    else
                    {
                        tensor.SetData(tensor.to(type, where, non_blocking: nonBlocking));
                    }
                }

                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }

                Converted();
            }

            /// <summary>Called when the parameters have been moved or converted.</summary>
            private protected virtual void Converted()
            {
            }

            private static bool Floating(ScalarType type) => !ElementTypes.IsWhole(type);
        }
    }
}
