using Wav2Kp.Studio.BrowserTests;
using Xunit;

[assembly: AssemblyFixture(typeof(ConsoleFixture))]
