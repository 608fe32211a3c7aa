using Npgsql;
using Wav2Kp.Migrations;

namespace Wav2Kp.Catalog.Tests;

public sealed class MigratorTests(Servers servers)
{
    private static readonly Migration s_first = new(1, "001_first.sql", "CREATE TABLE first (id integer);");
    private static readonly Migration s_second = new(2, "002_second.sql", "CREATE TABLE second (id integer);");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_file_is_applied_once()
    {
        string database = await servers.Real.CreateDatabaseAsync(Cancellation);
        IReadOnlyList<string> applied = await Migrator.ApplyAsync(database, cancellationToken: Cancellation);
        applied.ShouldBe(Migration.All.Select(m => m.Name));
        applied.ShouldContain("001_catalog.sql");
        (await Migrator.ApplyAsync(database, cancellationToken: Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Eight_migrators_at_once_apply_each_file_once_and_make_the_database()
    {
        string database = $"{servers.Real.PostgresConnectionString};Database=\"made by the migrator\"";
        IReadOnlyList<string>[] applied = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Migrator.ApplyAsync(database, cancellationToken: Cancellation)));
        applied.SelectMany(a => a).ShouldBe(Migration.All.Select(m => m.Name), ignoreOrder: true);
    }

    [Fact]
    public async Task New_files_are_applied_to_a_database_that_has_had_the_earlier_ones()
    {
        string database = await servers.Real.CreateDatabaseAsync(Cancellation);
        await ApplyAsync(database, s_first);
        (await ApplyAsync(database, s_first, s_second)).ShouldBe(["002_second.sql"]);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused()
    {
        string database = await servers.Real.CreateDatabaseAsync(Cancellation);
        await ApplyAsync(database, s_first);
        MigrationException e = await Should.ThrowAsync<MigrationException>(() => ApplyAsync(database, s_first with { Sql = "SELECT 1" }, s_second));
        e.Message.ShouldContain("001_first.sql was changed");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        string database = await servers.Real.CreateDatabaseAsync(Cancellation);
        await ApplyAsync(database, s_first, s_second);
        MigrationException e = await Should.ThrowAsync<MigrationException>(() => ApplyAsync(database, s_first));
        e.Message.ShouldContain("newer");
    }

    [Fact]
    public async Task A_file_that_fails_is_named_and_leaves_nothing_behind()
    {
        string database = await servers.Real.CreateDatabaseAsync(Cancellation);
        Migration broken = new(2, "002_second.sql", "CREATE TABLE second (id integer);\nCREATE TABLE third (id nonsense);");
        MigrationException e = await Should.ThrowAsync<MigrationException>(() => ApplyAsync(database, s_first, broken));
        e.Message.ShouldContain("002_second.sql");
        e.Message.ShouldContain("nonsense");
        (await ApplyAsync(database, s_first, s_second)).ShouldBe(["002_second.sql"]);
    }

    [Fact]
    public async Task A_wrong_password_is_told_at_once()
    {
        string database = new NpgsqlConnectionStringBuilder(servers.Real.PostgresConnectionString) { Password = "wrong" }.ConnectionString;
        MigrationException e = await Should.ThrowAsync<MigrationException>(
            () => Migrator.ApplyAsync(database, TimeSpan.FromMinutes(5), cancellationToken: Cancellation));
        e.Message.ShouldContain("does not let us in");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for_and_then_given_up()
    {
        List<string> told = [];
        MigrationException e = await Should.ThrowAsync<MigrationException>(() => Migrator.ApplyAsync(
            "Host=127.0.0.1;Port=1;Username=nobody;Database=none", TimeSpan.FromSeconds(1.2), told.Add, Cancellation));
        e.Message.ShouldContain("127.0.0.1:1");
        told.ShouldHaveSingleItem().ShouldContain("Waiting for PostgreSQL");
    }

    private static Task<IReadOnlyList<string>> ApplyAsync(string database, params Migration[] migrations) =>
        Migrator.ApplyAsync(migrations, database, TimeSpan.FromSeconds(10), _ => { }, Cancellation);
}
