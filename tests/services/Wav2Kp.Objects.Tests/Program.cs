using Wav2Kp.Objects.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is ["full-disk", string folder] ? await DiskFullTests.OnSmallDiskAsync(folder) : await ConsoleRunner.Run(args);
