using Wav2Kp.Contracts.Api;
using Wav2Kp.ServiceDefaults;
using Wav2Kp.Studio;
using Wav2Kp.Studio.Datasets;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Events;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Jobs;
using Wav2Kp.Studio.Live;
using Wav2Kp.Studio.Models;
using Wav2Kp.Studio.Platform;
using Wav2Kp.Studio.Recipes;
using Wav2Kp.Studio.Runs;
using Wav2Kp.Studio.Videos;
using Wav2Kp.Studio.Videos.Pieces;
using Wav2Kp.Studio.Web;

// the content root is watched for changed settings: let it not be whatever large folder the program is started in
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 8 << 20; // endpoints that take files say so themselves
});
builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
builder.Services.AddExceptionHandler<Problems>();
builder.Services.AddStudioOpenApi();
builder.Services.AddHttpClient<IngestProxy>(client =>
{
    client.BaseAddress = new Uri($"http://{IngestProxy.Service}/");
    client.Timeout = Timeout.InfiniteTimeSpan; // an upload takes as long as it takes
});
builder.Services.AddHttpClient<LiveProxy>(client =>
{
    client.BaseAddress = new Uri($"http://{LiveProxy.Service}/");
    client.Timeout = TimeSpan.FromSeconds(20); // until it has answered; then one speaks as long as one likes
});
builder.Services.AddSingleton<LiveModelReader>();
builder.AddRequestRate();
builder.Services.AddSingleton<AccessToken>();
builder.Services.AddHostedService<AccessCheck>();
builder.Services.AddSingleton<RecipeBook>();
builder.Services.AddSingleton<JobReader>();
builder.Services.AddSingleton<DatasetMaker>();
builder.Services.AddSingleton<DatasetReader>();
builder.Services.AddSingleton<DatasetExporter>();
builder.Services.AddSingleton<DatasetImporter>();
builder.Services.AddSingleton<VideoEditor>();
builder.Services.AddSingleton<Wav2Kp.Studio.Filters.FilterReader>();
builder.Services.AddSingleton<RunReader>();
builder.Services.AddSingleton<VideoCatalog>();
builder.Services.AddSingleton<ModelReader>();
builder.Services.AddSingleton<PlatformReader>();
builder.Services.Configure<PieceLimits>(builder.Configuration.GetSection("Uploads"));
builder.Services.AddSingleton<PieceUploads>();
builder.Services.AddHostedService<PieceCleaner>();
builder.Services.AddSingleton<EventLog>();
builder.Services.AddHostedService<ChangeWatcher>();
builder.Services.AddWebConsole();
builder.Services.AddHostedService<WarmUp>();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseExceptionHandler(_ => { });
app.UseStatusCodePages(pages => Problems.WriteStatusAsync(pages.HttpContext));
app.UseMiddleware<LoopbackGuard>();
app.UseRateLimiter();
app.UseMiddleware<AccessGuard>();
app.MapDefaultEndpoints();
app.MapOpenApi();
app.MapStudioApi();
app.MapWebConsole();
app.Run();
