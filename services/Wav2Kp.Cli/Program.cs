return await Wav2Kp.Cli.Commands.CommandTree.InvokeAsync(args);
