using Wav2Kp.Migrations;

const string Setting = "ConnectionStrings__catalog";
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
if (Environment.GetEnvironmentVariable(Setting) is not { Length: > 0 } connectionString)
{
    Console.Error.WriteLine($"No database is named: start through Wav2Kp.AppHost, or set {Setting}.");
    return 2;
}
try
{
    IReadOnlyList<string> applied = await Migrator.ApplyAsync(connectionString, log: Console.WriteLine, cancellationToken: stop.Token);
    Console.WriteLine(applied.Count == 0 ? "The catalog is up to date." : $"The catalog is up to date: {applied.Count} files applied.");
    return 0;
}
catch (MigrationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
