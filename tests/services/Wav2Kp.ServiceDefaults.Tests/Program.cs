using Wav2Kp.ServiceDefaults.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is ["worker", ..] ? await WorkerProcess.MainAsync() : await ConsoleRunner.Run(args);
