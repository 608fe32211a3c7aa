using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Asks the broker what the bus does not tell: how many messages wait; and keeps the messages of failed steps in error queues.</summary>
internal sealed class BrokerInspector(Uri address) : IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private IConnection? _connection;

    /// <summary>How many messages wait in a queue; null if there is no such queue.</summary>
    public async Task<uint?> CountAsync(StepKind kind, CancellationToken cancellationToken)
    {
        IConnection connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        try
        {
            return await channel.MessageCountAsync(StepQueues.NameOf(kind), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Puts the message of a failed step into the error queue of its kind, with the failure in its headers.</summary>
    public async Task SendToErrorQueueAsync(Step step, CancellationToken cancellationToken)
    {
        string queue = ErrorQueue(step.Kind);
        IConnection connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken).ConfigureAwait(false);
        // As the bus itself declares the error queue of a quorum queue, so that both may use it.
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken).ConfigureAwait(false);
        BasicProperties properties = new()
        {
            Persistent = true,
            ContentType = "application/json",
            MessageId = step.Id.ToString(),
            Type = StepQueues.MessageFor(step.Kind, step.Id).GetType().Name,
            Headers = new Dictionary<string, object?>
            {
                ["wav2kp-job"] = step.JobId.ToString(),
                ["wav2kp-clip"] = step.ClipId?.ToString(),
                ["wav2kp-attempt"] = step.Attempt,
                ["wav2kp-code"] = step.Code,
                ["wav2kp-error"] = step.Error,
            },
        };
        byte[] body = Encoding.UTF8.GetBytes(ContractJson.ToElement(new { StepId = step.Id }).GetRawText());
        await channel.BasicPublishAsync(queue, "", mandatory: true, properties, body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error queue of a kind of step.</summary>
    public static string ErrorQueue(StepKind kind) => $"{StepQueues.NameOf(kind)}_error";

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        _lock.Dispose();
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                if (_connection is not null)
                {
                    await _connection.DisposeAsync().ConfigureAwait(false);
                }
                _connection = null;
                ConnectionFactory factory = new()
                {
                    Uri = address,
                    AutomaticRecoveryEnabled = false,
                    RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
                    ClientProvidedName = "wav2kp-reconciler",
                };
                _connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            return _connection;
        }
        finally
        {
            _lock.Release();
        }
    }
}
