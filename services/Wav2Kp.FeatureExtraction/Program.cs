using Wav2Kp.Contracts;
using Wav2Kp.FeatureExtraction;
using Wav2Kp.ServiceDefaults;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddStepHandler<ExtractFeatures, FeatureHandler>(options => options.Concurrency = Environment.ProcessorCount);

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
