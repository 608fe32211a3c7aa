using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Wav2Kp.Faces.Synthetic;

/// <summary>
/// Speaks sentences with the library of eSpeak NG and tells, from its phoneme events, at which sample each phoneme begins.
/// The library is loaded anew for each sentence: it carries its oscillators' phases on from one to the next, and the same
/// sentence must sound the same whatever was spoken before.
/// </summary>
internal static unsafe class EspeakSynthesizer
{
    private const string Library = "libespeak-ng.so.1";

    // espeak-ng/speak_lib.h
    private const int OutputSynchronous = 2;
    private const int InitializePhonemeEvents = 1, InitializePhonemeIpa = 2, InitializeDontExit = 0x8000;
    private const int ParameterRate = 1, ParameterPitch = 3;
    private const int PositionCharacter = 1;
    private const uint CharactersUtf8 = 1;
    private const int EventListEnd = 0, EventPhoneme = 7;

    private static readonly Lock s_lock = new();

    // what the callback, which cannot close over anything, fills while s_lock is held
    private static List<short> s_samples = [];
    private static List<(string Ipa, int Sample)> s_events = [];

    /// <summary>Speaks a sentence.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="voice">A voice and variant of eSpeak NG, such as <c>en-us+m3</c>.</param>
    /// <param name="wordsPerMinute">The speaking rate, 80 to 450.</param>
    /// <param name="pitch">The base pitch, 0 to 99.</param>
    /// <exception cref="InvalidOperationException">eSpeak NG is not installed, or it lacks the voice.</exception>
    public static SpokenSentence Speak(string text, string voice, int wordsPerMinute, int pitch)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        lock (s_lock)
        {
            if (!NativeLibrary.TryLoad(Library, out nint library))
            {
                throw new InvalidOperationException($"Drawn clips need eSpeak NG, whose {Library} cannot be loaded: install the package espeak-ng.");
            }
            try
            {
                s_samples = [];
                s_events = [];
                int sampleRate = Synthesize(library, text, voice, wordsPerMinute, pitch);
                return Assemble(sampleRate, text);
            }
            finally
            {
                NativeLibrary.Free(library);
            }
        }
    }

    private static int Synthesize(nint library, string text, string voice, int wordsPerMinute, int pitch)
    {
        var initialize = (delegate* unmanaged[Cdecl]<int, int, byte*, int, int>)NativeLibrary.GetExport(library, "espeak_Initialize");
        var setCallback = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<short*, int, EspeakEvent*, int>, void>)NativeLibrary.GetExport(library, "espeak_SetSynthCallback");
        var setVoice = (delegate* unmanaged[Cdecl]<byte*, int>)NativeLibrary.GetExport(library, "espeak_SetVoiceByName");
        var setParameter = (delegate* unmanaged[Cdecl]<int, int, int, int>)NativeLibrary.GetExport(library, "espeak_SetParameter");
        var synthesize = (delegate* unmanaged[Cdecl]<byte*, nuint, uint, int, uint, uint, uint*, void*, int>)NativeLibrary.GetExport(library, "espeak_Synth");
        var synchronize = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "espeak_Synchronize");
        var terminate = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "espeak_Terminate");

        int sampleRate = initialize(OutputSynchronous, 0, null, InitializePhonemeEvents | InitializePhonemeIpa | InitializeDontExit);
        if (sampleRate <= 0)
        {
            throw new InvalidOperationException("eSpeak NG does not start: its data are missing; install the package espeak-ng-data.");
        }
        try
        {
            setCallback(&OnSamples);
            fixed (byte* name = Encoding.UTF8.GetBytes(voice + '\0'))
            {
                if (setVoice(name) != 0)
                {
                    throw new InvalidOperationException($"eSpeak NG has no voice '{voice}': its package espeak-ng-data is incomplete or too old.");
                }
            }
            byte[] bytes = Encoding.UTF8.GetBytes(text + '\0');
            fixed (byte* characters = bytes)
            {
                if (setParameter(ParameterRate, wordsPerMinute, 0) != 0 || setParameter(ParameterPitch, pitch, 0) != 0
                    || synthesize(characters, (nuint)bytes.Length, 0, PositionCharacter, 0, CharactersUtf8, null, null) != 0
                    || synchronize() != 0)
                {
                    throw new InvalidOperationException($"eSpeak NG cannot speak '{text}'.");
                }
            }
        }
        finally
        {
            // closes what it holds open; the library itself is unloaded by the caller
            _ = terminate();
        }
        return sampleRate;
    }

    private static SpokenSentence Assemble(int sampleRate, string text)
    {
        short[] samples = [.. s_samples];
        if (samples.Length == 0 || s_events.Count == 0)
        {
            throw new InvalidOperationException($"eSpeak NG says nothing for '{text}'.");
        }
        List<SpokenPhoneme> phonemes = [];
        if (s_events[0].Sample > 0)
        {
            phonemes.Add(new SpokenPhoneme("", 0, s_events[0].Sample));
        }
        for (int i = 0; i < s_events.Count; i++)
        {
            int start = Math.Min(s_events[i].Sample, samples.Length);
            int end = i + 1 < s_events.Count ? Math.Clamp(s_events[i + 1].Sample, start, samples.Length) : samples.Length;
            if (end > start)
            {
                phonemes.Add(new SpokenPhoneme(s_events[i].Ipa, start, end));
            }
        }
        return new SpokenSentence(samples, sampleRate, phonemes);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSamples(short* samples, int count, EspeakEvent* events)
    {
        if (samples != null)
        {
            s_samples.AddRange(new ReadOnlySpan<short>(samples, count));
        }
        for (; events->Type != EventListEnd; events++)
        {
            if (events->Type == EventPhoneme)
            {
                ReadOnlySpan<byte> name = new(events->Id, 8);
                int end = name.IndexOf((byte)0);
                string ipa = Encoding.UTF8.GetString(end < 0 ? name : name[..end]).Trim();
                s_events.Add((ipa.Trim('_', ':'), events->Sample));
            }
        }
        return 0;
    }

    // espeak_EVENT; its sample is counted from the start of the text
    [StructLayout(LayoutKind.Sequential)]
    private struct EspeakEvent
    {
        public int Type;
        public uint Identifier;
        public int TextPosition;
        public int Length;
        public int Milliseconds;
        public int Sample;
        public void* UserData;
        public fixed byte Id[8];
    }
}
