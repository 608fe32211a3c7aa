using System.Data;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Filters;

/// <summary>Finds what passes a filter in the catalog.</summary>
public static class FilterSearch
{
    private const int TimeoutSeconds = 20;

    /// <summary>Those that pass <paramref name="filter"/>, in <paramref name="order"/>: one page, and how many there are.</summary>
    /// <param name="connection">To the catalog; opened when it is not, and then closed again.</param>
    /// <param name="filter">Which.</param>
    /// <param name="order">In which order.</param>
    /// <param name="limit">The most to return, at least 0.</param>
    /// <param name="offset">How many to pass over first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the search takes longer than 20 s.</exception>
    public static async Task<FilterHits> FindAsync(
        NpgsqlConnection connection, Filter filter, FilterOrder order, int limit, int offset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);

        if (filter.Schema != order.Schema)
            throw new ArgumentException($"The filter is one of {filter.Schema.What}, the order one of {order.Schema.What}.", nameof(order));

        bool opened = connection.State != ConnectionState.Open;
        if (opened)
            await connection.OpenAsync(cancellationToken);
        try
        {
            await using var command = Command(connection, filter, order, limit, offset);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new FilterHits(await reader.GetFieldValueAsync<Guid[]>(1, cancellationToken), reader.GetInt64(0));
        }
        finally
        {
            if (opened)
                await connection.CloseAsync();
        }
    }

    // one statement, so that the page and the count are of the same moment
    private static NpgsqlCommand Command(NpgsqlConnection connection, Filter filter, FilterOrder order, int limit, int offset)
    {
        var sql = new FilterSql(filter.Schema);
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
        string rows = $"FROM {filter.Schema.From}{sql.Joins} WHERE {filter.Schema.Where} AND ({sql.Condition(filter.Root)})";
        string page = $"LIMIT {sql.Parameter(NpgsqlDbType.Integer, limit)} OFFSET {sql.Parameter(NpgsqlDbType.Integer, offset)}";
        // the newest of all are where an index begins; what passes a filter or is ordered otherwise is worked out once for both
        string text = filter.Root is null && count == 0
            ? $"""
                SELECT (SELECT count(*) {rows}), ARRAY(SELECT {filter.Schema.Row} {rows} ORDER BY {filter.Schema.Created} DESC, {filter.Schema.Row} DESC {page})
                """
            : $"""
                WITH hits AS MATERIALIZED (SELECT {filter.Schema.Row} AS id, {filter.Schema.Created} AS created_at{columns} {rows})
                SELECT (SELECT count(*) FROM hits), ARRAY(SELECT id FROM hits ORDER BY {directions}created_at DESC, id DESC {page})
                """;
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = TimeoutSeconds };
        foreach (var parameter in sql.Parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
