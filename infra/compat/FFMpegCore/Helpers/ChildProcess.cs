using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace FFMpegCore.Helpers;

/// <summary>
/// A started program with its three streams. Output is read to the end by its own tasks, so that the program never blocks on a
/// full pipe; disposing kills the program if it still runs.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptErrorLines = 2000;
    private readonly Process _process;
    private readonly Queue<string> _errorLines = new();
    private readonly Task _errors;
    private Task _output = Task.CompletedTask;

    private ChildProcess(Process process, Action<string>? onErrorLine)
    {
        _process = process;
        // started last: the action may run at once
        _errors = Task.Run(() => ReadLinesAsync(process.StandardError, line =>
        {
            lock (_errorLines)
            {
                if (_errorLines.Count == KeptErrorLines)
                {
                    _errorLines.Dequeue();
                }
                _errorLines.Enqueue(line);
            }
            onErrorLine?.Invoke(line);
        }));
    }

    /// <summary>Valid after <see cref="WaitForExitAsync"/>.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What the program wrote to stderr, line by line; the last 2,000.</summary>
    public IReadOnlyList<string> ErrorLines
    {
        get
        {
            lock (_errorLines)
            {
                return [.. _errorLines];
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="FileNotFoundException">The program is not installed, or not where <see cref="FFOptions.BinaryFolder"/> points.</exception>
    /// <exception cref="Exceptions.FFOptionsException">The working directory does not exist.</exception>
    public static ChildProcess Start(string program, string arguments, FFOptions options, Action<string>? onErrorLine = null)
    {
        var startInfo = new ProcessStartInfo
        {
            FileName = program,
            Arguments = arguments,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = options.Encoding,
            StandardErrorEncoding = options.Encoding,
            WorkingDirectory = options.WorkingDirectory,
        };
        if (options.WorkingDirectory.Length > 0 && !Directory.Exists(options.WorkingDirectory))
        {
            throw new Exceptions.FFOptionsException($"The working directory '{options.WorkingDirectory}' of ffmpeg does not exist.");
        }
        // messages are matched and shown: no escape sequences, whatever the environment forces
        startInfo.Environment.Remove("AV_LOG_FORCE_COLOR");
        startInfo.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        try
        {
            Process process = Process.Start(startInfo) ?? throw new InvalidOperationException($"'{program}' did not start.");
            return new ChildProcess(process, onErrorLine);
        }
        catch (Win32Exception e)
        {
            string name = Path.GetFileName(program);
            string where = options.BinaryFolder.Length > 0 ? $"in the folder '{options.BinaryFolder}'" : "on this system's PATH";
            throw new FileNotFoundException($"{name} was not found {where} or cannot be run ({e.Message}): install the Debian package ffmpeg (apt-get install ffmpeg).", program, e);
        }
    }

    /// <summary>Hands every line of stdout to the action.</summary>
    public void ReadOutputLines(Action<string>? onLine) =>
        _output = Task.Run(() => ReadLinesAsync(_process.StandardOutput, line => onLine?.Invoke(line)));

    /// <summary>Copies stdout byte for byte.</summary>
    public void CopyOutputTo(Stream destination) =>
        _output = Task.Run(() => _process.StandardOutput.BaseStream.CopyToAsync(destination));

    /// <summary>Completes when the program has ended and all it wrote has been read; faults when a line's action threw.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_errors, _output).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks ffmpeg to finish the file it writes and end, as its key q does.</summary>
    public void AskToQuit()
    {
        try
        {
            _process.StandardInput.Write('q');
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // it has ended: nobody is there to ask
        }
        catch (ObjectDisposedException)
        {
            // it has ended and its streams are closed
        }
    }

    /// <summary>Ends the program and its children at once; nothing when it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it has ended already
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    // ffmpeg ends its progress lines with a carriage return alone: a line must be handed on before the next one starts
    private async Task ReadLinesAsync(StreamReader reader, Action<string> onLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        Exception? failure = null;
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (buffer[i] is '\r' or '\n')
                {
                    Emit();
                }
                else
                {
                    line.Append(buffer[i]);
                }
            }
        }
        Emit();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        void Emit()
        {
            if (line.Length == 0 || failure is not null)
            {
                line.Clear();
                return;
            }
            string text = line.ToString();
            line.Clear();
            try
            {
                onLine(text);
            }
            catch (Exception e)
            {
                // thrown on by WaitForExitAsync; there is no use in what the program still does
                failure = e;
                Kill();
            }
        }
    }
}
