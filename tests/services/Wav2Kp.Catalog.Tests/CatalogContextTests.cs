using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Tests;

public sealed class CatalogContextTests(Servers servers) : CatalogTest(servers)
{
    [Fact]
    public async Task Every_mapped_column_is_in_the_tables_with_the_type_and_the_null_that_the_entity_expects()
    {
        await using CatalogContext context = Catalog.CreateDbContext();
        await context.Database.OpenConnectionAsync(Cancellation);
        Dictionary<(string, string), (string Type, bool Nullable)> columns = [];
        await using (NpgsqlCommand command = new(
            "SELECT table_name, column_name, udt_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public'",
            (NpgsqlConnection)context.Database.GetDbConnection()))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
            {
                columns[(reader.GetString(0), reader.GetString(1))] = (reader.GetString(2), reader.GetBoolean(3));
            }
        }
        Dictionary<string, string> names = new()
        {
            ["timestamp with time zone"] = "timestamptz",
            ["integer"] = "int4",
            ["bigint"] = "int8",
            ["double precision"] = "float8",
            ["boolean"] = "bool",
            ["text[]"] = "_text",
        };
        int seen = 0;
        foreach (IProperty property in context.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            string table = property.DeclaringType.GetTableName()!;
            columns.ShouldContainKey((table, property.GetColumnName()));
            (string type, bool nullable) = columns[(table, property.GetColumnName())];
            string expected = property.GetColumnType();
            type.ShouldBe(names.GetValueOrDefault(expected, expected), $"{table}.{property.GetColumnName()}");
            nullable.ShouldBe(property.IsNullable, $"{table}.{property.GetColumnName()}");
            seen++;
        }
        seen.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Json_text_lists_and_states_come_back_as_they_were_stored()
    {
        Guid id = (await Catalog.AddClipsAsync(1))[0];
        await using (CatalogContext context = Catalog.CreateDbContext())
        {
            Clip clip = await context.Clips.SingleAsync(Cancellation);
            clip.Media = ContractJson.ToElement(new { frameRate = "30000/1001" });
            clip.Names = ["a 'b' \"c\".mp4", "дом.mp4"];
            clip.State = ClipState.Ready;
            await context.SaveChangesAsync(Cancellation);
        }
        Clip stored = await Catalog.ClipAsync(id);
        stored.Media!.Value.GetProperty("frameRate").GetString().ShouldBe("30000/1001");
        stored.Names.ShouldBe(["a 'b' \"c\".mp4", "дом.mp4"]);
        stored.State.ShouldBe(ClipState.Ready);
    }

    [Fact]
    public async Task The_same_content_cannot_be_two_clips()
    {
        await Catalog.AddClipsAsync(1);
        await using CatalogContext context = Catalog.CreateDbContext();
        Clip clip = await context.Clips.AsNoTracking().SingleAsync(Cancellation);
        clip.Id = Guid.CreateVersion7();
        context.Add(clip);
        DbUpdateException e = await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
        e.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing_and_one_that_meets_a_deadlock_is_done_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Catalog.TransactAsync(
            async (context, token) =>
            {
                context.Add(new Experiment { Name = "gone" });
                await context.SaveChangesAsync(token);
                throw new InvalidOperationException("bang");
            },
            Cancellation));
        int tries = 0;
        await Catalog.TransactAsync(
            (context, _) =>
            {
                context.Add(new Experiment { Name = "kept" });
                return ++tries == 1
                    ? throw new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected)
                    : Task.CompletedTask;
            },
            Cancellation);
        await using CatalogContext reader = Catalog.CreateDbContext();
        (await reader.Experiments.Select(e => e.Name).ToListAsync(Cancellation)).ShouldBe(["kept"]);
        tries.ShouldBe(2);
    }
}
