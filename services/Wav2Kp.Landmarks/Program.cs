using Wav2Kp.Contracts;
using Wav2Kp.Landmarks;
using Wav2Kp.Media;
using Wav2Kp.ServiceDefaults;

FfmpegStart.Hasten();
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.Configure<LandmarkSettings>(builder.Configuration.GetSection("Landmarks"));
builder.Services.AddSingleton<LandmarkExtractors>();
builder.Services.AddSingleton<IIdleResource>(services => services.GetRequiredService<LandmarkExtractors>());
builder.AddStepHandler<DetectLandmarks, LandmarkHandler>(options => options.Concurrency = Environment.ProcessorCount);

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
