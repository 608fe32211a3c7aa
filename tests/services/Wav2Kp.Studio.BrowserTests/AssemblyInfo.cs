using Wav2Kp.Studio.BrowserTests;
using Xunit;

[assembly: AssemblyFixture(typeof(ConsoleFixture))]
// a platform is enough for a machine
[assembly: CollectionBehavior(DisableTestParallelization = true)]
