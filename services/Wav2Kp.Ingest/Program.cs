using Wav2Kp.Contracts;
using Wav2Kp.Ingest;
using Wav2Kp.Media;
using Wav2Kp.ServiceDefaults;

FfmpegStart.Hasten();
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.Configure<UploadOptions>(builder.Configuration.GetSection("Uploads"));
builder.Services.AddSingleton<VideoStore>();
builder.Services.AddSingleton<DerivedFiles>();
builder.AddStepHandler<IngestClip, IngestHandler>(options => options.Concurrency = Environment.ProcessorCount);
// a video is as large as it is, and comes as slowly as it comes
builder.WebHost.ConfigureKestrel(options => (options.Limits.MaxRequestBodySize, options.Limits.MinRequestBodyDataRate) = (null, null));

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.MapVideoUploads();
app.Run();
