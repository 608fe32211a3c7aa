namespace Wav2Kp.Studio.Http;

/// <summary>Stops a start that would let others than this machine's users in without a token.</summary>
internal sealed class AccessCheck(AccessToken token) : IHostedLifecycleService
{
    /// <summary>Before anything listens.</summary>
    /// <exception cref="InvalidOperationException">Studio would listen beyond this machine, and there is no token.</exception>
    public Task StartingAsync(CancellationToken cancellationToken) => token.IsRequired || token.OutsideAddress is not { } address ? Task.CompletedTask
        : throw new InvalidOperationException(
            $"Studio is to listen on {address}, where others can reach it, and asks for no token: set Studio__Token to a secret of {AccessToken.LeastLength} or more characters, or listen on 127.0.0.1.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
