using System.Diagnostics;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults.Tests;

/// <summary>A service in a process of its own, which a test kills. It leaves an empty file for every attempt that it begins.</summary>
internal static class WorkerProcess
{
    private const string CatalogVariable = "TEST_CATALOG";
    private const string MessagingVariable = "TEST_MESSAGING";
    private const string FolderVariable = "TEST_FOLDER";
    private const string MillisecondsVariable = "TEST_MILLISECONDS";

    public static Process Start(string catalog, string messaging, string folder, int milliseconds)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            Environment =
        {
            [CatalogVariable] = catalog,
            [MessagingVariable] = messaging,
            [FolderVariable] = folder,
            [MillisecondsVariable] = $"{milliseconds}",
        }
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }
        start.ArgumentList.Add("worker");
        return Process.Start(start)!;
    }

    /// <summary>The steps that workers began, one entry for each attempt.</summary>
    public static string[] Begun(string folder) =>
        [.. Directory.EnumerateFiles(folder, "begun-*").Select(f => Path.GetFileName(f).Split('_')[0])];

    public static async Task<int> MainAsync()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        int milliseconds = int.Parse(Environment.GetEnvironmentVariable(MillisecondsVariable)!);
        TestService service = new(
            Environment.GetEnvironmentVariable(CatalogVariable)!, Environment.GetEnvironmentVariable(MessagingVariable)!, folder)
        {
            Work = async (context, token) =>
            {
                File.WriteAllText(Path.Combine(folder, $"begun-{context.Step.Id}_{context.Step.Attempt}"), "");
                File.WriteAllText(context.WorkFile("left-behind"), "x");
                await Task.Delay(milliseconds, token);
                return new StepOutcome();
            },
        };
        service.HandleExtraction();
        await service.StartAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
