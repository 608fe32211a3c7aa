using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models.Live;

/// <summary>
/// A face that moves while one speaks: sound comes in pieces of any size, faces go out at the model's frame rate as soon as the sound
/// that they need has been heard. Each face is the one that <see cref="KeypointPredictor"/> gives for the whole recording. For models
/// whose recipe looks ahead no further than it says (<see cref="WindowPlacement.Trailing"/>). One speaker, one thread at a time.
/// </summary>
public sealed class KeypointStream
{
    // room before what is kept is moved to the front
    private const int SpareRows = 512, SpareSamples = 16_000;

    private readonly ModelPackage _model;
    private readonly MfccTransform _transform;
    private readonly StreamResampler? _resampler;
    private readonly KeypointKernel _kernel;
    private readonly KeypointKernel.State _state;
    private readonly MfccParameters _mfcc;
    private readonly int _windowRows, _half;
    private readonly Rational _rowsPerSecond;
    private readonly float[] _frame, _row;
    private readonly int[] _start = new int[1];
    private readonly List<LiveFrame> _ready = [];

    // samples from number _samplesFrom on, rows from number _rowsFrom on
    private float[] _samples;
    private readonly float[] _rows;
    private long _heard, _samplesFrom, _nextRow, _rowsFrom;
    private int _sampleCount, _rowCount, _nextFrame;
    private bool _complete;

    /// <summary>Prepares a model for one speaker.</summary>
    /// <param name="model">A model whose recipe's window trails.</param>
    /// <param name="sampleRate">Samples per second of the sound that will come; resampled if it is not the recipe's.</param>
    /// <exception cref="ArgumentException">The model's recipe hears what has not been said yet, or sound of this rate cannot be resampled.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe's network.</exception>
    public KeypointStream(ModelPackage model, int sampleRate = AudioTrack.SampleRate)
        : this(new LiveModel(model), sampleRate)
    {
    }

    /// <summary>Prepares a model, which others may listen with at the same time, for one speaker.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sampleRate">Samples per second of the sound that will come; resampled if it is not the recipe's.</param>
    /// <exception cref="ArgumentException">Sound of this rate cannot be resampled.</exception>
    public KeypointStream(LiveModel model, int sampleRate = AudioTrack.SampleRate)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model.Package;
        Recipe recipe = _model.Recipe;
        _mfcc = recipe.Features.Mfcc;
        _transform = new MfccTransform(_mfcc);
        _resampler = sampleRate == _mfcc.SampleRate ? null : new StreamResampler(sampleRate, _mfcc.SampleRate);
        _kernel = model.Kernel;
        _state = _kernel.Silence();
        (_windowRows, _half) = (recipe.Window.Rows, _mfcc.FftLength / 2);
        _rowsPerSecond = new Rational(_mfcc.SampleRate, _mfcc.HopLength);
        _frame = new float[_mfcc.FftLength];
        _row = new float[_mfcc.Coefficients];
        _samples = new float[SpareSamples];
        _rows = new float[(_windowRows + SpareRows) * _mfcc.Coefficients];
    }

    /// <summary>Frames per second.</summary>
    public Rational FrameRate => _model.FrameRate;

    /// <summary>How far after the end of a frame's time sound is listened to before the frame is given.</summary>
    public TimeSpan LookAhead => TimeSpan.FromMilliseconds(_model.Recipe.Window.LookAhead);

    /// <summary>Takes sound in and gives the frames that are ready; the list is valid until the next call.</summary>
    /// <param name="samples">The next samples, -1 to 1; any number.</param>
    /// <exception cref="InvalidOperationException">The speech was said to be complete.</exception>
    public IReadOnlyList<LiveFrame> Push(ReadOnlySpan<float> samples)
    {
        ThrowIfComplete();
        _ready.Clear();
        Hear(_resampler is null ? samples : _resampler.Push(samples));
        return _ready;
    }

    /// <summary>Says that nothing more is said, and gives the frames up to the end of the sound.</summary>
    /// <exception cref="InvalidOperationException">It was said before.</exception>
    public IReadOnlyList<LiveFrame> Complete()
    {
        ThrowIfComplete();
        _ready.Clear();
        if (_resampler is not null)
        {
            Hear(_resampler.Complete());
        }
        _complete = true;
        if (_heard <= _half)
        {
            // too short for a single row
            return _ready;
        }
        long rows = 1 + (_heard / _mfcc.HopLength), frames = -(-(new Rational(_heard, _mfcc.SampleRate) * FrameRate)).Floor();
        while (_nextRow < rows)
        {
            AddRow();
        }
        while (_nextFrame < frames)
        {
            // rows beyond the end repeat the last one
            while (LastRowOf(_nextFrame) >= _nextRow)
            {
                AppendRow();
            }
            Predict();
        }
        return _ready;
    }

    private void ThrowIfComplete()
    {
        if (_complete)
        {
            throw new InvalidOperationException("The speech is complete: take another stream for more.");
        }
    }

    private void Hear(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            // a long recording in one call takes no more memory than a short one
            ReadOnlySpan<float> piece = samples[..Math.Min(samples.Length, SpareSamples / 2)];
            samples = samples[piece.Length..];
            Keep(piece);
            while (_heard >= SamplesFor(_nextRow))
            {
                AddRow();
                while (LastRowOf(_nextFrame) < _nextRow)
                {
                    Predict();
                }
            }
        }
    }

    // the first rows mirror what follows the first sample, so that they need a sample more
    private long SamplesFor(long row) => Math.Max((row * _mfcc.HopLength) + _half, _half - (row * _mfcc.HopLength) + 1);

    private long LastRowOf(int frame) => WindowPlan.TrailingFirst(frame, FrameRate, _rowsPerSecond, _model.Recipe) + _windowRows - 1;

    private void Keep(ReadOnlySpan<float> piece)
    {
        // what the next row reaches back to, mirrored at the end of the speech
        long needed = Math.Max(0, (_nextRow * _mfcc.HopLength) - (2 * _half) - 1);
        if (_sampleCount + piece.Length > _samples.Length)
        {
            int drop = (int)(needed - _samplesFrom), left = _sampleCount - drop;
            if (left + piece.Length > _samples.Length)
            {
                float[] larger = new float[2 * (left + piece.Length)];
                _samples.AsSpan(drop, left).CopyTo(larger);
                _samples = larger;
            }
            else
            {
                _samples.AsSpan(drop, left).CopyTo(_samples);
            }
            (_samplesFrom, _sampleCount) = (needed, left);
        }
        piece.CopyTo(_samples.AsSpan(_sampleCount));
        _sampleCount += piece.Length;
        _heard += piece.Length;
    }

    // computes the next row of what has been heard, its ends mirrored as those of a whole recording are
    private void AddRow()
    {
        long first = (_nextRow * _mfcc.HopLength) - _half;
        if (first >= 0 && first + _frame.Length <= _heard)
        {
            _transform.Row(_samples.AsSpan((int)(first - _samplesFrom), _frame.Length), (float)_model.Recipe.Window.Floor, _row);
        }
        else
        {
            for (int i = 0; i < _frame.Length; i++)
            {
                long sample = Math.Abs(first + i);
                sample = sample >= _heard ? (2 * (_heard - 1)) - sample : sample;
                _frame[i] = _samples[sample - _samplesFrom];
            }
            _transform.Row(_frame, (float)_model.Recipe.Window.Floor, _row);
        }
        _model.Normalisation.StandardiseFeatures(_row, _row);
        if (_nextRow == 0)
        {
            // rows before the beginning repeat the first one
            long before = Math.Max(0, _windowRows - 1 - LastRowOf(0));
            (_rowsFrom, _nextRow) = (-before, -before);
            for (long i = 0; i < before; i++)
            {
                AppendRow();
            }
        }
        AppendRow();
    }

    private void AppendRow()
    {
        int coefficients = _row.Length;
        if ((_rowCount + 1) * coefficients > _rows.Length)
        {
            int keep = (_windowRows - 1) * coefficients;
            _rows.AsSpan((_rowCount * coefficients) - keep, keep).CopyTo(_rows);
            (_rowsFrom, _rowCount) = (_nextRow - _windowRows + 1, _windowRows - 1);
        }
        _row.CopyTo(_rows, _rowCount * coefficients);
        _rowCount++;
        _nextRow++;
    }

    private void Predict()
    {
        _start[0] = (int)(LastRowOf(_nextFrame) - _windowRows + 1 - _rowsFrom) * _row.Length;
        float[] standardised = _kernel.Run(_kernel.Listen(_rows, _start, threads: 1), 0, 1, _state, threads: 1);
        float[] face = new float[FacePoints.Values];
        _model.Normalisation.Restore(standardised.AsSpan(0, FacePoints.Values), face);
        _ready.Add(new LiveFrame(_nextFrame, _nextFrame / FrameRate, face));
        _nextFrame++;
    }
}
