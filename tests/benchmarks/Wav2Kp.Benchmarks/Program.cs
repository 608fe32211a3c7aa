return await Wav2Kp.Benchmarks.BenchCommand.InvokeAsync(args);
