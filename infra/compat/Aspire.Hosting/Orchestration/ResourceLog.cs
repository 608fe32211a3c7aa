using System.Text;

namespace Aspire.Hosting.Orchestration;

/// <summary>The log of one resource: a file that is rotated by size, and the console.</summary>
internal sealed class ResourceLog : IDisposable
{
    private const long MaxBytes = 16 << 20;

    private const int Kept = 3;

    private const int MaxLine = 16 << 10;

    private const int Remembered = 5;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly string? _prefix;
    private FileStream _file;
    private int _lost;
    private string _lostBecause = "";

    /// <param name="path">The log file; it is continued if it exists.</param>
    /// <param name="prefix">What starts the lines on the console; null if they do not go there.</param>
    public ResourceLog(string path, string? prefix)
    {
        Path = path;
        _prefix = prefix;
        _file = Open();
    }

    public string Path { get; }

    /// <summary>The last lines that are not empty.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _last.Enqueue(line);
                if (_last.Count > Remembered)
                {
                    _last.Dequeue();
                }
            }
            if (_prefix is not null)
            {
                Console.Out.WriteLine(_prefix + line);
            }
            try
            {
                if (_lost > 0)
                {
                    WriteToFile($"[apphost] {_lost} lines are missing here: {_lostBecause}");
                    _lost = 0;
                }
                WriteToFile(line);
            }
            catch (IOException exception)
            {
                // a full disk must not stop whoever writes: the lines are counted until there is room again
                _lost++;
                _lostBecause = exception.Message;
            }
        }
    }

    /// <summary>Copies the lines of a stream until its end.</summary>
    public async Task PumpAsync(StreamReader reader)
    {
        char[] buffer = new char[4096];
        StringBuilder line = new();
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            foreach (char c in buffer.AsSpan(0, read))
            {
                if (c == '\n' || line.Length >= MaxLine)
                {
                    Write(line.ToString());
                    line.Clear();
                }
                if (c is not '\n' and not '\r')
                {
                    line.Append(c);
                }
            }
        }
        if (line.Length > 0)
        {
            Write(line.ToString());
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private void WriteToFile(string line)
    {
        if (_file.CanWrite)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            if (_file.Length >= MaxBytes)
            {
                Rotate();
            }
        }
    }

    private FileStream Open() => new(Path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private void Rotate()
    {
        _file.Dispose();
        for (int i = Kept - 1; i >= 0; i--)
        {
            string from = i == 0 ? Path : $"{Path}.{i}";
            if (File.Exists(from))
            {
                File.Move(from, $"{Path}.{i + 1}", overwrite: true);
            }
        }
        _file = Open();
    }
}
