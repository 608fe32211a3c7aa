using Wav2Kp.Contracts;
using Wav2Kp.Inference;
using Wav2Kp.Inference.Live;
using Wav2Kp.Media;
using Wav2Kp.ServiceDefaults;

FfmpegStart.Hasten();
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.Configure<LandmarkSettings>(builder.Configuration.GetSection("Landmarks"));
builder.AddStepHandler<AnimateSpeech, AnimateHandler>(options => options.LongRunning = true);
builder.AddLiveSpeech();

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.MapLiveSpeech();
app.Run();
