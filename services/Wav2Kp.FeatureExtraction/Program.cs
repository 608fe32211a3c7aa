using Wav2Kp.Contracts;
using Wav2Kp.FeatureExtraction;
using Wav2Kp.ServiceDefaults;
using static TorchSharp.torch;

// one thread each for several short clips side by side, instead of all threads for one
set_num_threads(1);

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddStepHandler<ExtractFeatures, FeatureHandler>(options => options.Concurrency = Environment.ProcessorCount);

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
