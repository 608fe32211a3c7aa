using System.CommandLine;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary>What a command works with: its arguments, where it writes, and where the work is done.</summary>
internal sealed class CommandContext(ParseResult arguments)
{
    public Terminal Terminal { get; } = new(arguments.GetValue(GlobalOptions.Json));

    public T? Get<T>(Option<T> option) => arguments.GetValue(option);

    public T Get<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    /// <summary>The file that <c>--landmark-model</c> names.</summary>
    public string? LandmarkModel => Get(GlobalOptions.LandmarkModel) switch
    {
        null => null,
        { Exists: true } file => file.FullName,
        { } missing => throw new CliException($"There is no landmark network at {missing.FullName}.", ExitCodes.Usage),
    };

    /// <summary>The folder of <c>--local</c>, or the platform.</summary>
    public IWorkspace OpenWorkspace() => Get(GlobalOptions.Local) is { } folder
        ? new LocalWorkspace(folder.FullName, LandmarkModel)
        : OpenPlatform();

    /// <summary>The platform; for what only it has.</summary>
    public RemoteWorkspace OpenPlatform() => Get(GlobalOptions.Local) is null
        ? new RemoteWorkspace(new StudioClient(PlatformAddress.Find(Get(GlobalOptions.Api), Get(GlobalOptions.Data)?.FullName)))
        : throw new CliException("This command speaks to the platform: it does not go with --local.", ExitCodes.Usage);
}
