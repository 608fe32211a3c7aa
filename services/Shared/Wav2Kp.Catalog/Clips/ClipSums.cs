using System.Data;
using Npgsql;
using Wav2Kp.Catalog.Filters;

namespace Wav2Kp.Catalog.Clips;

/// <summary>What a filter of clips takes, summed.</summary>
/// <param name="Clips">Clips that pass.</param>
/// <param name="Ready">Those that are ready.</param>
/// <param name="Seconds">The ready ones' length.</param>
/// <param name="Frames">The ready ones' frames.</param>
/// <param name="Speakers">The ready ones' speakers.</param>
public sealed record ClipSums(long Clips, long Ready, double Seconds, long Frames, long Speakers)
{
    /// <summary>Sums what passes a filter.</summary>
    /// <param name="connection">To the catalog, open.</param>
    /// <param name="filter">Of clips.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ClipSums> OfAsync(NpgsqlConnection connection, Filter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(filter);
        FilterSchema schema = ClipFilter.Schema;
        if (filter.Schema != schema)
            throw new ArgumentException($"The filter is one of {filter.Schema.What}.", nameof(filter));
        var sql = new FilterSql(schema);
        string condition = sql.Condition(filter.Root);
        string ready = "FILTER (WHERE c.state = 'ready')";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*), count(*) {ready}, COALESCE(sum({Field("length")}) {ready}, 0), COALESCE(sum({Field("frames")}) {ready}, 0)::bigint, count(DISTINCT c.speaker) {ready}
            FROM {schema.From} WHERE {schema.Where} AND ({condition})
            """,
            connection);
        foreach (var parameter in sql.Parameters)
            command.Parameters.Add(parameter);
        bool opened = connection.State != ConnectionState.Open;
        if (opened)
            await connection.OpenAsync(cancellationToken);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new ClipSums(reader.GetInt64(0), reader.GetInt64(1), reader.GetDouble(2), reader.GetInt64(3), reader.GetInt64(4));
        }
        finally
        {
            if (opened)
                await connection.CloseAsync();
        }

        static string Field(string name) => ClipFilter.Schema.Attributes[name].Sql;
    }
}
