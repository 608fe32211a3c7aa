using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its keys came.</summary>
public class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)>
    where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _items = [];
    private readonly Dictionary<TKey, int> _places = [];

    public int Count => _items.Count;

    public IEnumerable<TKey> Keys => _items.Select(item => item.Key);

    public IEnumerable<TValue> Values => _items.Select(item => item.Value);

    public TValue this[TKey key]
    {
        get => _items[_places[key]].Value;
        set
        {
            if (_places.TryGetValue(key, out int place))
            {
                _items[place] = (key, value);
            }
            else
            {
                Add(key, value);
            }
        }
    }

    public (TKey, TValue) this[int index] => _items[index];

    public void Add(TKey key, TValue value)
    {
        _places.Add(key, _items.Count);
        _items.Add((key, value));
    }

    public bool ContainsKey(TKey key) => _places.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        bool found = _places.TryGetValue(key, out int place);
        value = found ? _items[place].Value : default;
        return found;
    }

    public bool Remove(TKey key)
    {
        if (!_places.Remove(key, out int place))
        {
            return false;
        }

        _items.RemoveAt(place);
        for (int i = place; i < _items.Count; i++)
        {
            _places[_items[i].Key] = i;
        }

        return true;
    }

    public void Clear()
    {
        _items.Clear();
        _places.Clear();
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
