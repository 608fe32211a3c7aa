using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace Aspire.Hosting.Tests;

public sealed class RealServersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_servers_come_back_on_their_ports_with_their_data()
    {
        await using RealServers servers = await RealServers.StartAsync(cancellationToken: Cancellation);
        string database = await servers.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(database, "CREATE TABLE kept AS SELECT 42 AS answer");
        await PublishAsync(servers, "kept", "message");

        // RabbitMQ 3.10 confirms a message before the queue itself is sure to be on disk, for about a second
        await Task.Delay(2000, Cancellation);
        await servers.KillPostgresAsync(Cancellation);
        await servers.KillRabbitMqAsync(Cancellation);

        (await ExecuteAsync(database, "SELECT answer FROM kept")).ShouldBe(42);
        (await GetAsync(servers, "kept")).ShouldBe("message");
    }

    [Fact]
    public async Task A_queue_declared_again_just_before_its_broker_is_killed_can_be_used_after()
    {
        await using RealServers servers = await RealServers.StartAsync(postgres: false, cancellationToken: Cancellation);
        ConnectionFactory factory = new() { Uri = new Uri(servers.RabbitMqConnectionString) };
        await using (IConnection connection = await factory.CreateConnectionAsync(Cancellation))
        await using (IChannel channel = await connection.CreateChannelAsync(cancellationToken: Cancellation))
        {
            await PublishAsync(servers, "again", "lost");
            // long enough for the first one to be on disk
            await Task.Delay(2000, Cancellation);
            await channel.QueueDeleteAsync("again", cancellationToken: Cancellation);
            await PublishAsync(servers, "again", "perhaps lost");
        }
        await servers.KillRabbitMqAsync(Cancellation);

        // the broker answers a moment before it has looked at its queues
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await PublishAsync(servers, "again", "kept");
                break;
            }
            catch (RabbitMQClientException) when (attempt < 600)
            {
                await Task.Delay(100, Cancellation);
            }
        }
        string? text = await GetAsync(servers, "again");
        (text == "perhaps lost" ? await GetAsync(servers, "again") : text).ShouldBe("kept");
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static async Task PublishAsync(RealServers servers, string queue, string text)
    {
        ConnectionFactory factory = new() { Uri = new Uri(servers.RabbitMqConnectionString) };
        await using IConnection connection = await factory.CreateConnectionAsync(Cancellation);
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancellation);
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Cancellation);
        await channel.BasicPublishAsync(
            "", queue, mandatory: true, new BasicProperties { Persistent = true }, System.Text.Encoding.UTF8.GetBytes(text), Cancellation);
    }

    private static async Task<string?> GetAsync(RealServers servers, string queue)
    {
        ConnectionFactory factory = new() { Uri = new Uri(servers.RabbitMqConnectionString) };
        await using IConnection connection = await factory.CreateConnectionAsync(Cancellation);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        // the queue's leader is elected anew after the broker's start
        for (int attempt = 0; attempt < 1800; attempt++)
        {
            BasicGetResult? result = await channel.BasicGetAsync(queue, autoAck: true, Cancellation);
            if (result is not null)
            {
                return System.Text.Encoding.UTF8.GetString(result.Body.Span);
            }
            await Task.Delay(100, Cancellation);
        }
        return null;
    }
}
