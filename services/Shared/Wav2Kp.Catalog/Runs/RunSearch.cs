using System.Data;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Runs;

/// <summary>Finds runs in the catalog.</summary>
public static class RunSearch
{
    private const int TimeoutSeconds = 20;

    /// <summary>The runs that pass <paramref name="filter"/>, in <paramref name="order"/>: one page, and how many there are.</summary>
    /// <param name="connection">To the catalog; opened when it is not, and then closed again.</param>
    /// <param name="filter">Which.</param>
    /// <param name="order">In which order.</param>
    /// <param name="limit">The most runs to return, at least 0.</param>
    /// <param name="offset">How many runs to pass over first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the search takes longer than 20 s.</exception>
    public static async Task<RunHits> FindAsync(
        NpgsqlConnection connection, RunFilter filter, RunOrder order, int limit, int offset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);

        bool opened = connection.State != ConnectionState.Open;
        if (opened)
            await connection.OpenAsync(cancellationToken);
        try
        {
            await using var command = Command(connection, filter, order, limit, offset);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            long total = 0;
            var ids = new List<Guid>();
            while (await reader.ReadAsync(cancellationToken))
            {
                total = reader.GetInt64(0);
                if (!await reader.IsDBNullAsync(1, cancellationToken))
                    ids.Add(reader.GetGuid(1));
            }
            return new RunHits(ids, total);
        }
        finally
        {
            if (opened)
                await connection.CloseAsync();
        }
    }

    // one statement, so that the page and the count are of the same moment
    private static NpgsqlCommand Command(NpgsqlConnection connection, RunFilter filter, RunOrder order, int limit, int offset)
    {
        var sql = new RunSql();
        var columns = new StringBuilder();
        var directions = new StringBuilder();
        int count = 0;
        foreach (var (field, descending) in order.Fields)
        {
            foreach (string key in sql.OrderKeys(field))
            {
                columns.Append($", {key} AS k{count}");
                directions.Append($"k{count} {(descending ? "DESC" : "ASC")} NULLS LAST, ");
                count++;
            }
        }
        string text = $"""
            WITH hits AS MATERIALIZED (
              SELECT r.id, r.created_at{columns} FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.deleted_at IS NULL AND ({sql.Condition(filter.Root)}))
            SELECT counted.total, page.id
            FROM (SELECT count(*) AS total FROM hits) counted
            LEFT JOIN (
              SELECT id, row_number() OVER (ORDER BY {directions}created_at DESC, id DESC) AS place FROM hits
              ORDER BY place LIMIT {sql.Parameter(NpgsqlDbType.Integer, limit)} OFFSET {sql.Parameter(NpgsqlDbType.Integer, offset)}) page ON TRUE
            ORDER BY page.place
            """;
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = TimeoutSeconds };
        foreach (var parameter in sql.Parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
