using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>delete</c> of whatever the platform holds: what it refuses is told, the others are deleted.</summary>
internal static class Deletion
{
    /// <summary>The verb.</summary>
    /// <param name="description">What it does.</param>
    /// <param name="path">Where the API has such things.</param>
    /// <param name="afterwards">A sentence for people when something was deleted; null for none.</param>
    public static Command Create(string description, string path, Func<IReadOnlyList<Guid>, string>? afterwards = null)
    {
        Argument<string[]> ids = new("ids") { Description = "Their identifiers", Arity = ArgumentArity.OneOrMore };
        ids.CompletionSources.Add(Suggestions.Ids(path));
        return new Command("delete", description) { ids }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            // all of them are looked at before the first one goes
            Guid[] all = [.. context.Get(ids).Select(RemoteWorkspace.ParseId).Distinct()];
            List<Guid> deleted = [];
            foreach (Guid id in all)
            {
                try
                {
                    await platform.Studio.DeleteAsync($"{path}/{id}", cancellationToken);
                    deleted.Add(id);
                }
                catch (CliException exception) when (exception.ExitCode == ExitCodes.Failed)
                {
                    context.Terminal.Error(exception.Message);
                }
            }
            context.Terminal.Result(new { deleted }, console =>
            {
                if (deleted.Count > 0)
                {
                    console.WriteLine($"{deleted.Count} deleted{(afterwards is null ? "" : $"; {afterwards(deleted)}")}");
                }
            });
            return deleted.Count == all.Length ? ExitCodes.Succeeded : ExitCodes.Failed;
        });
    }
}
