// A service that tests of the orchestrator start, look into and kill.
using System.Collections;
using System.Diagnostics;

switch (args.FirstOrDefault())
{
    case "once":
        Console.WriteLine("did it once");
        return 0;
    case "fail":
        Console.WriteLine("the reason is written here");
        return 3;
    case "never-healthy":
        Thread.Sleep(Timeout.Infinite);
        return 0;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
WebApplication app = builder.Build();
app.MapGet("/health", () => "Healthy");
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
app.MapGet("/arguments", () => args);
app.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
app.MapPost("/say/{text}", (string text) => Console.WriteLine(text));
// a child that would outlive the service if nobody cared
app.MapPost("/child", () => Process.Start("sleep", "1000").Id);
await app.RunAsync();
return 0;
