using Wav2Kp.Studio.Datasets;
using Wav2Kp.Studio.Events;
using Wav2Kp.Studio.Filters;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Jobs;
using Wav2Kp.Studio.Live;
using Wav2Kp.Studio.Models;
using Wav2Kp.Studio.Platform;
using Wav2Kp.Studio.Recipes;
using Wav2Kp.Studio.Runs;
using Wav2Kp.Studio.Uploads;
using Wav2Kp.Studio.Videos;
using Wav2Kp.Studio.Videos.Pieces;

namespace Wav2Kp.Studio;

/// <summary>The HTTP API.</summary>
internal static class StudioApi
{
    /// <summary>What every address of the API begins with.</summary>
    public const string Root = "/api/v1";

    public static void MapStudioApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root).WithETags();
        api.MapVideos();
        api.MapVideoUploads();
        api.MapUploads();
        api.MapDatasets();
        api.MapJobs();
        api.MapFilters();
        api.MapRuns();
        api.MapModels();
        api.MapRecipes();
        api.MapPlatform();
        api.MapEvents();
        api.MapLive();
    }
}
