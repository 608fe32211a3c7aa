using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules one after the other.</summary>
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => new(Array.ConvertAll(modules, item => (item.Item1, item.Item2)));

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules.ToArray());

            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => new(modules.Select(item => (item.Item1, item.Item2)).ToArray());

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());

            /// <summary>A list of modules, registered under their numbers.</summary>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);

            /// <summary>Modules by name, in order.</summary>
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dict = new ModuleDict<T>();
                foreach ((string name, T module) in modules)
                {
                    dict.Add(name, module);
                }

                return dict;
            }

            /// <summary>A list of parameters, registered under their numbers.</summary>
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other; what passes between them is disposed at once.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _modules = [];

        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach ((string name, nn.Module<Tensor, Tensor> module) in modules)
            {
                Add(name, module);
            }
        }

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            foreach (nn.Module<Tensor, Tensor> module in modules)
            {
                append(module);
            }
        }

        public int Count => _modules.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => _modules[index].Module;

        /// <summary>Some of the modules, shared with this one.</summary>
        public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

        public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            Add(name, module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

        public override Tensor forward(Tensor tensor)
        {
            if (_modules.Count == 0)
            {
                return tensor.alias();
            }

            Tensor current = tensor;
            try
            {
                foreach ((_, nn.IModule<Tensor, Tensor> module) in _modules)
                {
                    Tensor next = module.call(current);
                    if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
                    {
                        current.Dispose();
                    }

                    current = next;
                }
            }
            catch
            {
                if (!ReferenceEquals(current, tensor))
                {
                    current.Dispose();
                }

                throw;
            }

            return current;
        }

        // What is in the list is registered when it is added.
        protected override void RegisterComponents()
        {
        }

        private void Add(string name, nn.IModule<Tensor, Tensor> module)
        {
            ArgumentNullException.ThrowIfNull(module);
            if (module is nn.Module registered)
            {
                register_module(name, registered);
            }

            _modules.Add((name, module));
        }

        private Sequential Slice(int start, int end)
        {
            if (start < 0 || end > Count || start > end)
            {
                throw new ArgumentOutOfRangeException(nameof(start), $"{start}..{end} lies outside of the {Count} modules.");
            }

            var part = new Sequential(Array.Empty<nn.Module<Tensor, Tensor>>());
            foreach ((string name, nn.IModule<Tensor, Tensor> module) in _modules[start..end])
            {
                part.Add(name, module);
            }

            return part;
        }
    }

    /// <summary>A list of modules.</summary>
    public class ModuleList<T> : nn.Module, IList<T>
        where T : nn.Module
    {
        private readonly List<T> _list = [];

        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<T>)) => extend(modules);

        public int Count => _list.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => _list[index];
            set
            {
                _list[index] = value;
                Register();
            }
        }

        public void Add(T item)
        {
            _list.Add(item);
            register_module((_list.Count - 1).ToString(CultureInfo.InvariantCulture), item);
        }

        public void append(params T[] parameters) => extend(parameters);

        public void extend(IEnumerable<T> modules)
        {
            foreach (T module in modules)
            {
                Add(module);
            }
        }

        public void Clear()
        {
            _list.Clear();
            ClearModules();
        }

        public bool Contains(T item) => _list.Contains(item);

        public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

        public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public int IndexOf(T item) => _list.IndexOf(item);

        public void Insert(int index, T item)
        {
            _list.Insert(index, item);
            Register();
        }

        public bool Remove(T item)
        {
            bool removed = _list.Remove(item);
            Register();
            return removed;
        }

        public void RemoveAt(int index)
        {
            _list.RemoveAt(index);
            Register();
        }

        // What is in the list is registered when it is added.
        protected override void RegisterComponents()
        {
        }

        private void Register()
        {
            ClearModules();
            for (int i = 0; i < _list.Count; i++)
            {
                register_module(i.ToString(CultureInfo.InvariantCulture), _list[i]);
            }
        }
    }

    /// <summary>Modules by name, in order.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
        where T : nn.Module
    {
        private readonly OrderedDict<string, T> _dict = new();

        public ModuleDict()
            : base(nameof(ModuleDict<T>))
        {
        }

        public int Count => _dict.Count;

        public bool IsReadOnly => false;

        public ICollection<string> Keys => [.. _dict.Keys];

        public ICollection<T> Values => [.. _dict.Values];

        public (string, T) this[int index]
        {
            get => _dict[index];
            set => Rebuild(items => items[index] = value);
        }

        public T this[string key]
        {
            get => _dict[key];
            set
            {
                if (_dict.ContainsKey(key))
                {
                    _dict[key] = value;
                    Register();
                }
                else
                {
                    Add(key, value);
                }
            }
        }

        public void clear() => Clear();

        public IEnumerator<(string, T)> items() => _dict.GetEnumerator();

        public IEnumerable<string> keys() => _dict.Keys;

        public IEnumerable<T> values() => _dict.Values;

        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        public void Add(string key, T value)
        {
            register_module(key, value);
            _dict.Add(key, value);
        }

        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        public void Clear()
        {
            _dict.Clear();
            ClearModules();
        }

        public bool Contains((string, T) item) => _dict.TryGetValue(item.Item1, out T? value) && ReferenceEquals(value, item.Item2);

        public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

        public bool ContainsKey(string key) => _dict.ContainsKey(key);

        public void CopyTo((string, T)[] array, int arrayIndex) => _dict.ToArray().CopyTo(array, arrayIndex);

        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) =>
            _dict.Select(item => new KeyValuePair<string, T>(item.Item1, item.Item2)).ToArray().CopyTo(array, arrayIndex);

        public IEnumerator<(string, T)> GetEnumerator() => _dict.GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            _dict.Select(item => new KeyValuePair<string, T>(item.Item1, item.Item2)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public int IndexOf((string, T) item) => Array.FindIndex(_dict.ToArray(), other => other.Item1 == item.Item1 && ReferenceEquals(other.Item2, item.Item2));

        public void Insert(int index, (string, T) item) => Rebuild(items => items.Insert(index, item));

        public bool Remove(string key)
        {
            bool removed = _dict.Remove(key);
            Register();
            return removed;
        }

        public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

        public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

        public void RemoveAt(int index) => Remove(_dict[index].Item1);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _dict.TryGetValue(key, out value);

        // What is in the dictionary is registered when it is added.
        protected override void RegisterComponents()
        {
        }

        private void Rebuild(Action<List<(string, T)>> change)
        {
            List<(string, T)> items = [.. _dict];
            change(items);
            _dict.Clear();
            foreach ((string key, T value) in items)
            {
                _dict.Add(key, value);
            }

            Register();
        }

        private void Register()
        {
            ClearModules();
            foreach ((string key, T value) in _dict)
            {
                register_module(key, value);
            }
        }
    }

    /// <summary>A list of parameters.</summary>
    public class ParameterList : nn.Module, IEnumerable<Parameter>
    {
        private readonly List<Parameter> _list = [];

        public ParameterList(params Parameter[] parameters)
            : base(nameof(ParameterList))
        {
            foreach (Parameter parameter in parameters)
            {
                Add(parameter);
            }
        }

        public int Count => _list.Count;

        public Parameter this[int index] => _list[index];

        public void Add(Parameter item)
        {
            register_parameter(_list.Count.ToString(CultureInfo.InvariantCulture), item);
            _list.Add(item);
        }

        public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
