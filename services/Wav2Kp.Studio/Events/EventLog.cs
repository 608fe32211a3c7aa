namespace Wav2Kp.Studio.Events;

/// <summary>
/// The newest events, once for everybody who listens: whoever is slow holds nothing here, and is told to read everything anew when what
/// they missed is gone.
/// </summary>
internal sealed class EventLog
{
    /// <summary>The most events that are kept.</summary>
    public const int Most = 1000;

    private const long MostCharacters = 4 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<StudioEvent> _events = new();
    private string _epoch = NewEpoch();
    private long _number;
    private long _characters;
    private int _listeners;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The place after the newest event.</summary>
    public EventPlace Last
    {
        get
        {
            lock (_lock)
                return new EventPlace(_epoch, _number);
        }
    }

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (_lock)
                return _listeners;
        }
    }

    /// <summary>Adds an event.</summary>
    public void Publish(string topic, string data)
    {
        lock (_lock)
        {
            _events.Enqueue(new StudioEvent(++_number, topic, data));
            _characters += data.Length;
            while (_events.Count > Most || (_characters > MostCharacters && _events.Count > 1))
                _characters -= _events.Dequeue().Data.Length;
            Signal();
        }
    }

    /// <summary>Begins a new record: what happened since the old one is not known, and everybody reads everything anew.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _epoch = NewEpoch();
            _events.Clear();
            _characters = 0;
            Signal();
        }
    }

    /// <summary>The events of some topics after a place, some of them at a time, and the place after them; null where what came after the place is not known any more.</summary>
    public (IReadOnlyList<StudioEvent>? Events, EventPlace Next) Read(EventPlace place, IReadOnlySet<string> topics, int most)
    {
        lock (_lock)
        {
            long first = _number - _events.Count; // the number before the oldest event
            if (place.Epoch != _epoch || place.Number < first || place.Number > _number)
                return (null, new EventPlace(_epoch, _number));
            var found = new List<StudioEvent>();
            long next = place.Number;
            foreach (var e in _events.Skip((int)(place.Number - first)))
            {
                if (found.Count == most)
                    break;
                next = e.Number;
                if (topics.Contains(e.Topic))
                    found.Add(e);
            }
            return (found, new EventPlace(_epoch, next));
        }
    }

    /// <summary>Ends when there is an event after the place, or something else to be told.</summary>
    public Task WaitAsync(EventPlace place)
    {
        lock (_lock)
            return place.Epoch != _epoch || place.Number != _number ? Task.CompletedTask : _changed.Task;
    }

    /// <summary>Counts a listener, unless there are so many already; to be disposed of when it goes. Null when there are.</summary>
    public IDisposable? Listen(int most)
    {
        lock (_lock)
        {
            if (_listeners >= most)
                return null;
            _listeners++;
            return new Listener(this);
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static string NewEpoch() => Guid.NewGuid().ToString("N")[..12];

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listener(EventLog log) : IDisposable
    {
        private bool _isGone;

        public void Dispose()
        {
            lock (log._lock)
            {
                log._listeners -= _isGone ? 0 : 1;
                _isGone = true;
            }
        }
    }
}
