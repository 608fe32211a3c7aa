using Microsoft.Extensions.Options;

namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>Gives up, now and then, the uploads that nobody went on with.</summary>
internal sealed partial class PieceCleaner(PieceUploads uploads, IOptions<PieceLimits> limits, ILogger<PieceCleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(limits.Value.CleaningInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await uploads.CleanAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogLater(e, e.GetBaseException().Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Uploads that nobody goes on with are cleared later: {Reason}")]
    private partial void LogLater(Exception exception, string reason);
}
