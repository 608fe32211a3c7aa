using System.Globalization;
using System.Text.RegularExpressions;
using FFMpegCore.Arguments;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;
using FFMpegCore.Helpers;

namespace FFMpegCore;

/// <summary>Runs ffmpeg with a set of arguments.</summary>
public partial class FFMpegArgumentProcessor
{
    // the reason is at the end; all of it is in FFMpegErrorOutput
    private const int LinesInMessage = 20;
    private readonly FFMpegArguments _arguments;
    private readonly List<Action<FFOptions>> _configurations = [];
    private readonly List<(CancellationToken Token, int Timeout)> _cancellations = [];
    private Action<double>? _onPercentageProgress;
    private Action<TimeSpan>? _onTimeProgress;
    private Action<string>? _onOutput;
    private Action<string>? _onError;
    private TimeSpan? _totalTimeSpan;
    private FFMpegLogLevel? _logLevel;

    internal FFMpegArgumentProcessor(FFMpegArguments arguments) => _arguments = arguments;

    /// <summary>The argument line.</summary>
    public string Arguments => _arguments.Text;

    /// <summary>Reports progress in percent of a total time, and 100 at the end of a successful run.</summary>
    public FFMpegArgumentProcessor NotifyOnProgress(Action<double> onPercentageProgress, TimeSpan totalTimeSpan)
    {
        _totalTimeSpan = totalTimeSpan;
        _onPercentageProgress = onPercentageProgress;
        return this;
    }

    /// <summary>Reports the time of the output that has been written.</summary>
    public FFMpegArgumentProcessor NotifyOnProgress(Action<TimeSpan> onTimeProgress)
    {
        _onTimeProgress = onTimeProgress;
        return this;
    }

    /// <summary>Hands on every line of stdout.</summary>
    public FFMpegArgumentProcessor NotifyOnOutput(Action<string> onOutput)
    {
        _onOutput = onOutput;
        return this;
    }

    /// <summary>Hands on every line of stderr.</summary>
    public FFMpegArgumentProcessor NotifyOnError(Action<string> onError)
    {
        _onError = onError;
        return this;
    }

    /// <summary>Gives an action that ends the run: ffmpeg is asked to finish its file, and killed after the time-out.</summary>
    /// <param name="cancel">Ends the run; also one that starts later.</param>
    /// <param name="timeout">Milliseconds between asking and killing.</param>
    public FFMpegArgumentProcessor CancellableThrough(out Action cancel, int timeout = 0)
    {
        var source = new CancellationTokenSource();
        cancel = source.Cancel;
        return CancellableThrough(source.Token, timeout);
    }

    /// <summary>Ends the run when the token is cancelled: ffmpeg is asked to finish its file, and killed after the time-out.</summary>
    /// <param name="token">The token.</param>
    /// <param name="timeout">Milliseconds between asking and killing.</param>
    public FFMpegArgumentProcessor CancellableThrough(CancellationToken token, int timeout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timeout);
        _cancellations.Add((token, timeout));
        return this;
    }

    /// <summary>Changes the options of this run.</summary>
    public FFMpegArgumentProcessor Configure(Action<FFOptions> configureOptions)
    {
        _configurations.Add(configureOptions);
        return this;
    }

    /// <summary>How much ffmpeg writes to stderr in this run. Below Info it reports no progress.</summary>
    public FFMpegArgumentProcessor WithLogLevel(FFMpegLogLevel logLevel)
    {
        _logLevel = logLevel;
        return this;
    }

    /// <summary>Runs ffmpeg and waits for its end.</summary>
    /// <inheritdoc cref="ProcessAsynchronously" path="/returns|/exception"/>
    public bool ProcessSynchronously(bool throwOnError = true, FFOptions? ffMpegOptions = null) =>
        Task.Run(() => ProcessAsynchronously(throwOnError, ffMpegOptions)).GetAwaiter().GetResult();

    /// <summary>Runs ffmpeg.</summary>
    /// <returns>True when ffmpeg succeeded; false when it failed or was cancelled and <paramref name="throwOnError"/> is false.</returns>
    /// <exception cref="FFMpegException">ffmpeg failed, or is not installed.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="FileNotFoundException">An input file does not exist.</exception>
    public async Task<bool> ProcessAsynchronously(bool throwOnError = true, FFOptions? ffMpegOptions = null)
    {
        FFOptions options = (ffMpegOptions ?? GlobalFFOptions.Current).Clone();
        foreach (Action<FFOptions> configure in _configurations)
        {
            configure(options);
        }

        int exitCode;
        IReadOnlyList<string> errors;
        try
        {
            (exitCode, errors) = await RunAsync(options).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!throwOnError && _cancellations.Exists(c => c.Token.IsCancellationRequested))
        {
            return false;
        }

        if (exitCode != 0)
        {
            string output = string.Join('\n', errors);
            return throwOnError
                ? throw new FFMpegException(FFMpegExceptionType.Process, $"ffmpeg exited with non-zero exit-code ({exitCode} - {string.Join('\n', errors.TakeLast(LinesInMessage))})", null, output)
                : false;
        }
        _onPercentageProgress?.Invoke(100.0);
        if (_totalTimeSpan is { } total)
        {
            _onTimeProgress?.Invoke(total);
        }
        return true;
    }

    [GeneratedRegex(@"time=(-?\d+):(\d\d):(\d\d(?:\.\d+)?)")]
    private static partial Regex ProgressPattern();

    private async Task<(int ExitCode, IReadOnlyList<string> Errors)> RunAsync(FFOptions options)
    {
        foreach ((CancellationToken token, _) in _cancellations)
        {
            token.ThrowIfCancellationRequested();
        }

        IInputOutputArgument[] arguments = [.. _arguments.Arguments.OfType<IInputOutputArgument>()];
        int prepared = 0;
        try
        {
            for (; prepared < arguments.Length; prepared++)
            {
                arguments[prepared].Pre();
            }
            FFMpegLogLevel? level = _logLevel ?? options.LogLevel;
            string line = (level is null ? string.Empty : $"-v {level.Value.ToString().ToLowerInvariant()} ") + _arguments.Text;
            return await RunAsync(line, arguments, options).ConfigureAwait(false);
        }
        finally
        {
            for (int i = 0; i < prepared; i++)
            {
                arguments[i].Post();
            }
        }
    }

    private async Task<(int ExitCode, IReadOnlyList<string> Errors)> RunAsync(string line, IInputOutputArgument[] arguments, FFOptions options)
    {
        using ChildProcess process = StartProgram(line, options);
        process.ReadOutputLines(_onOutput);
        using var ended = new CancellationTokenSource();
        using var killed = new CancellationTokenSource();
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var pipes = arguments.Select(argument => ServeAsync(argument, process, ended.Token, killed.Token)).ToArray();
        var cancelled = new List<Task>();
        CancellationToken cancelledBy = default;
        CancellationTokenRegistration[] registrations =
        [
            .. _cancellations.Select(cancellation => cancellation.Token.Register(() =>
            {
                lock (cancelled)
                {
                    cancelledBy = cancellation.Token;
                    cancelled.Add(Task.Run(() => EndAsync(cancellation.Timeout)));
                }
            })),
        ];

        Exception? failure = null;
        try
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // a line's action threw, and the program was killed for it
            failure = e;
        }
        finally
        {
            exited.SetResult();
            // waits for a registered action that runs just now
            foreach (CancellationTokenRegistration registration in registrations)
            {
                await registration.DisposeAsync().ConfigureAwait(false);
            }
            await ended.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(cancelled).ConfigureAwait(false);
        if (cancelled.Count > 0)
        {
            await Task.WhenAll(pipes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("ffmpeg was cancelled.", cancelledBy);
        }
        try
        {
            await Task.WhenAll(pipes).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure ??= e;
        }
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
        return (process.ExitCode, process.ErrorLines);

        async Task EndAsync(int timeout)
        {
            process.AskToQuit();
            // no more input: ffmpeg may be waiting for it and not look at its keys
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(exited.Task, Task.Delay(timeout)).ConfigureAwait(false);
            if (!exited.Task.IsCompleted)
            {
                process.Kill();
            }
            await killed.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Serves a pipe; when that fails ffmpeg is killed, so that no shortened output passes for a whole one.</summary>
    private static async Task ServeAsync(IInputOutputArgument argument, ChildProcess process, CancellationToken ended, CancellationToken killed)
    {
        try
        {
            Task serving = argument is IPipeArgument pipe ? pipe.ServeAsync(ended, killed) : argument.During(ended);
            await serving.ConfigureAwait(false);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    private ChildProcess StartProgram(string line, FFOptions options)
    {
        try
        {
            return ChildProcess.Start(GlobalFFOptions.GetFFMpegBinaryPath(options), line, options, OnErrorLine);
        }
        catch (FileNotFoundException e)
        {
            throw new FFMpegException(FFMpegExceptionType.Operation, e.Message, e);
        }
    }

    private void OnErrorLine(string line)
    {
        _onError?.Invoke(line);
        if (_onTimeProgress is null && _onPercentageProgress is null)
        {
            return;
        }
        Match match = ProgressPattern().Match(line);
        if (!match.Success)
        {
            return;
        }
        double seconds = (3600.0 * Math.Abs(Number(1))) + (60.0 * Number(2)) + Number(3);
        TimeSpan time = TimeSpan.FromSeconds(match.Groups[1].ValueSpan[0] == '-' ? -seconds : seconds);
        _onTimeProgress?.Invoke(time);
        if (_onPercentageProgress is not null && _totalTimeSpan is { } total && total > TimeSpan.Zero)
        {
            _onPercentageProgress(Math.Round(time / total * 100.0, 2));
        }

        double Number(int group) => double.Parse(match.Groups[group].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
