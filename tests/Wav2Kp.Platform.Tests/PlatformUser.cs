using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Job = Wav2Kp.Catalog.Job;

namespace Wav2Kp.Platform.Tests;

/// <summary>What a user does with the platform.</summary>
internal static class PlatformUser
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromMinutes(2) };

    public static async Task<(Video Video, HttpStatusCode Status)> UploadAsync(
        this PlatformFixture platform, string name, Stream content, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await platform.PostAsync(name, content, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        return ((await answer.Content.ReadFromJsonAsync<Video>(ApiJson.Options, cancellationToken))!, answer.StatusCode);
    }

    public static async Task<HttpResponseMessage> PostAsync(this PlatformFixture platform, string name, Stream content, CancellationToken cancellationToken)
    {
        ServiceProcess ingest = await platform.ServiceAsync("Ingest");
        using StreamContent body = new(content);
        return await s_http.PostAsync(new Uri(ingest.Address, $"videos?name={Uri.EscapeDataString(name)}"), body, cancellationToken);
    }

    public static async Task<Video> UploadFileAsync(this PlatformFixture platform, string path, string? name, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        return (await platform.UploadAsync(name ?? Path.GetFileName(path), file, cancellationToken)).Video;
    }

    public static Task<Job> ExtractAsync(this PlatformFixture platform, IEnumerable<Guid> clips, CancellationToken cancellationToken) =>
        platform.Workflow.CreateExtractionJobAsync(new NewExtraction { Name = "test", ClipIds = [.. clips] }, cancellationToken);

    /// <summary>Waits until a job is final.</summary>
    public static async Task<Job> WaitAsync(this PlatformFixture platform, Guid job, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (long end = Environment.TickCount64 + (long)patience.TotalMilliseconds; ; await Task.Delay(100, cancellationToken))
        {
            await using CatalogContext catalog = await platform.Database.CreateDbContextAsync(cancellationToken);
            Job row = await catalog.Jobs.AsNoTracking().Include(j => j.Steps).SingleAsync(j => j.Id == job, cancellationToken);
            if (row.IsFinal)
            {
                return row;
            }
            if (Environment.TickCount64 > end)
            {
                string steps = string.Join('\n', row.Steps.Select(step => $"{step.Kind} {step.State} attempt {step.Attempt} {step.Code} {step.Error}"));
                throw new TimeoutException($"The job did not end within {patience}:\n{steps}");
            }
        }
    }

    public static async Task<Clip> ClipAsync(this PlatformFixture platform, Guid id, CancellationToken cancellationToken)
    {
        await using CatalogContext catalog = await platform.Database.CreateDbContextAsync(cancellationToken);
        return await catalog.Clips.AsNoTracking().Include(clip => clip.Artifacts).ThenInclude(link => link.Artifact).SingleAsync(clip => clip.Id == id, cancellationToken);
    }
}
