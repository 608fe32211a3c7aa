using System.CommandLine;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Cli.Commands;

/// <summary>All commands, and the one place where their failures become messages and exit codes.</summary>
internal static class CommandTree
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        RootCommand root = new("Wav2Kp: from videos of people talking to faces that speak.");
        GlobalOptions.AddTo(root);
        root.Subcommands.Add(ClipCommands.Upload());
        root.Subcommands.Add(ClipCommands.Clips());
        root.Subcommands.Add(DatasetCommands.Create());
        root.Subcommands.Add(TrainCommand.Create());
        root.Subcommands.Add(EvaluateCommand.Create());
        root.Subcommands.Add(AnimateCommand.Create());
        root.Subcommands.Add(RunCommands.Create());
        root.Subcommands.Add(ModelCommands.Create());
        root.Subcommands.Add(JobCommands.Create());
        root.Subcommands.Add(ExportCommands.Create());
        root.Subcommands.Add(LogsCommand.Create());
        root.Subcommands.Add(OpenCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        root.Subcommands.Add(MakeClipsCommand.Create());
        root.Subcommands.Add(LandmarkCommands.Create());
        root.Subcommands.Add(DemoCommand.Create());
        NameArguments(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                new Terminal(json: false).Error(error.Message);
            }
            await Console.Error.WriteLineAsync("Add --help to see what there is.");
            return ExitCodes.Usage;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
    }

    /// <summary>Has help call arguments by their names, instead of asking the platform for all that they could be.</summary>
    private static void NameArguments(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            argument.HelpName ??= argument.Name;
        }
        foreach (Command verb in command.Subcommands)
        {
            NameArguments(verb);
        }
    }

    /// <summary>Gives a command what it does.</summary>
    public static Command Does(this Command command, Func<CommandContext, CancellationToken, Task<int>> work)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandContext context = new(parsed);
            try
            {
                return await work(context, cancellationToken);
            }
            catch (CliException exception)
            {
                context.Terminal.Error(exception.Message);
                return exception.ExitCode;
            }
            // what the libraries say of files is meant for people: a wrong network, a damaged model, a full disk
            catch (Exception exception) when (exception is Media.InputRejectedException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                context.Terminal.Error(exception.Message);
                return ExitCodes.Failed;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                context.Terminal.Error("Cancelled.");
                return ExitCodes.Cancelled;
            }
        });
        return command;
    }

    /// <summary>Gives a command what it does, with success as the exit code.</summary>
    public static Command Does(this Command command, Func<CommandContext, CancellationToken, Task> work) =>
        command.Does(async (context, cancellationToken) =>
        {
            await work(context, cancellationToken);
            return ExitCodes.Succeeded;
        });
}
