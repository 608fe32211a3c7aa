using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog;

/// <summary>Plain SQL on the connection (and in the transaction) of a context, for what must cost few round trips.</summary>
internal static class Sql
{
    /// <summary>A text parameter that may be null.</summary>
    public readonly record struct Text(string? Value);

    /// <summary>A uuid parameter that may be null.</summary>
    public readonly record struct Id(Guid? Value);

    /// <summary>A jsonb parameter that may be null.</summary>
    public readonly record struct Json(JsonElement? Value);

    public static NpgsqlConnection Connection(CatalogContext context) => (NpgsqlConnection)context.Database.GetDbConnection();

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using NpgsqlCommand command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object[] parameters)
    {
        await using NpgsqlCommand command = Command(connection, sql, parameters);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static Guid? IdOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    // Npgsql runs commands of a connection in that connection's open transaction; there is nothing to pass along.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] parameters)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(parameter switch
            {
                Text text => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text.Value ?? DBNull.Value },
                Id id => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)id.Value ?? DBNull.Value },
                Json json => new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                    Value = json.Value is { } element ? element.GetRawText() : DBNull.Value,
                },
                _ => new NpgsqlParameter { Value = parameter },
            });
        }
        return command;
    }
}
