using Wav2Kp.Contracts;
using Wav2Kp.ServiceDefaults;
using Wav2Kp.Trainer;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.Configure<TrainerOptions>(builder.Configuration.GetSection("Trainer"));
builder.AddStepHandler<TrainModel, TrainHandler>(options => options.LongRunning = true);
builder.AddStepHandler<EvaluateModel, EvaluateHandler>(options => options.LongRunning = true);

WebApplication app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
