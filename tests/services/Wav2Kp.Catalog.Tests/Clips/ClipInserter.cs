using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Wav2Kp.Catalog.Tests.Clips;

/// <summary>Puts clips into a catalog.</summary>
internal static class ClipInserter
{
    public static async Task InsertAsync(NpgsqlDataSource data, IReadOnlyList<ClipFacts> clips)
    {
        foreach (ClipFacts clip in clips)
        {
            await using var batch = data.CreateBatch();
            Add(
                """
                INSERT INTO clips (id, sha256, name, bytes, state, code, media, source_key, speaker, tags, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 'clips/source', $8, $9, $10)
                """,
                (NpgsqlDbType.Uuid, clip.Id), (NpgsqlDbType.Text, clip.Sha256), (NpgsqlDbType.Text, clip.Name), (NpgsqlDbType.Bigint, clip.Bytes), (NpgsqlDbType.Text, clip.State),
                (NpgsqlDbType.Text, clip.Code), (NpgsqlDbType.Jsonb, MediaOf(clip)), (NpgsqlDbType.Text, clip.Speaker), (NpgsqlDbType.Array | NpgsqlDbType.Text, clip.Tags.ToArray()),
                (NpgsqlDbType.TimestampTz, clip.Created));
            if (clip.Landmarks is { } landmarks)
            {
                Guid artifact = Guid.CreateVersion7();
                Add(
                    "INSERT INTO artifacts (id, hash, kind, object_key, bytes, metadata, clip_id) VALUES ($1, $2, 'landmarks', 'k', 1, $3, $4)",
                    (NpgsqlDbType.Uuid, artifact), (NpgsqlDbType.Text, clip.Sha256),
                    (NpgsqlDbType.Jsonb, JsonSerializer.Serialize(new { frames = landmarks.Frames, valid = landmarks.Valid, flagged = landmarks.Flagged, meanBlur = landmarks.Blur })),
                    (NpgsqlDbType.Uuid, clip.Id));
                Add("INSERT INTO clip_artifacts (clip_id, kind, artifact_id) VALUES ($1, 'landmarks', $2)", (NpgsqlDbType.Uuid, clip.Id), (NpgsqlDbType.Uuid, artifact));
            }
            await batch.ExecuteNonQueryAsync();

            void Add(string sql, params (NpgsqlDbType Type, object? Value)[] values)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var (type, value) in values)
                    command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
                batch.BatchCommands.Add(command);
            }
        }
    }

    private static string? MediaOf(ClipFacts clip) => clip.Media is not { } media ? null : JsonSerializer.Serialize(new
    {
        duration = Fraction(media.Length),
        video = new { width = media.Width, frameRate = Fraction(media.Rate) },
    });

    private static string Fraction((int Over, int Under) value) => value.Under == 1 ? $"{value.Over}" : $"{value.Over}/{value.Under}";
}
