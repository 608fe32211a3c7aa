namespace Wav2Kp.Inference.Live;

/// <summary>Live speech in the service.</summary>
internal static class LiveEndpoints
{
    /// <summary>Where the WebSocket is.</summary>
    public const string Path = "/live";

    public static void AddLiveSpeech(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<LiveSettings>(builder.Configuration.GetSection("Live"));
        builder.Services.AddSingleton<ILiveSource, CatalogSource>();
        builder.Services.AddSingleton<LiveService>();
    }

    public static void MapLiveSpeech(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet(Path, (HttpContext context, LiveService service) => service.AnswerAsync(context));
    }
}
