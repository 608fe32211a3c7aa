using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using Aspire.Hosting.Orchestration;
using Npgsql;
using Shouldly;
using Xunit;

namespace Aspire.Hosting.Tests;

public sealed class AppHostProcessTests
{
    private static readonly string[] s_noServers = ["--servers=false"];

    private static readonly HttpClient s_http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Users() => Environment.IsPrivilegedProcess ? ["root", "nobody"] : [Environment.UserName];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Ctrl_C_leaves_no_process_and_no_lock_within_10_seconds_whoever_runs_it(string user)
    {
        string? other = user == Environment.UserName ? null : user;
        using TemporaryFolder folder = new(other);
        string data = Path.Combine(folder.Path, "data of 'Zoë' $1");
        await using AppHostProcess host = AppHostProcess.Start(data, [], other);
        await host.UntilUpAsync(Cancellation);
        HashSet<int> processes = host.Descendants();
        processes.Count.ShouldBeGreaterThan(8, "PostgreSQL and its workers, RabbitMQ and its port mapper, three services, the watchdog");

        host.Signal(Posix.SigInt);
        int code = await host.UntilExitAsync(TimeSpan.FromSeconds(10), Cancellation);

        code.ShouldBe(0, host.Output);
        processes.Where(AppHostProcess.IsAlive).ShouldBeEmpty();
        File.Exists(Path.Combine(data, "apphost.lock")).ShouldBeFalse();
        File.Exists(Path.Combine(data, "apphost.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_AppHost_takes_all_with_it_and_the_next_one_finds_the_data()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = await AppHostProcess.Start(folder.Path, []).UntilUpAsync(Cancellation);
        await QueryAsync(folder.Path, host, "CREATE TABLE kept AS SELECT 42 AS answer");
        await s_http.PostAsync(host.Read("web").Endpoint + "/child", null, Cancellation);
        HashSet<int> processes = host.Descendants();

        host.Signal(Posix.SigKill);
        await host.UntilExitAsync(TimeSpan.FromSeconds(10), Cancellation);
        for (int tries = 0; tries < 90 && processes.Any(AppHostProcess.IsAlive); tries++)
        {
            await Task.Delay(100, Cancellation);
        }
        processes.Where(AppHostProcess.IsAlive).ShouldBeEmpty();

        await using AppHostProcess next = await AppHostProcess.Start(folder.Path, []).UntilUpAsync(Cancellation);
        (await QueryAsync(folder.Path, next, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task The_next_AppHost_ends_what_a_killed_one_with_a_killed_watchdog_left()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = await AppHostProcess.Start(folder.Path, s_noServers).UntilUpAsync(Cancellation);
        string web = host.Read("web").Endpoint!;
        int child = await (await s_http.PostAsync(web + "/child", null, Cancellation)).Content.ReadFromJsonAsync<int>(Cancellation);
        int watchdog = host.Descendants().Single(pid => File.ReadAllText($"/proc/{pid}/cmdline").Contains("apphost-watchdog", StringComparison.Ordinal));
        Posix.Kill(watchdog, Posix.SigKill);
        host.Signal(Posix.SigKill);
        await host.UntilExitAsync(TimeSpan.FromSeconds(10), Cancellation);
        AppHostProcess.IsAlive(child).ShouldBeTrue("nobody knows of the service's child");

        await using AppHostProcess next = await AppHostProcess.Start(folder.Path, s_noServers).UntilUpAsync(Cancellation);

        AppHostProcess.IsAlive(child).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_run_side_by_side_and_a_second_on_the_same_data_is_told_the_pid_of_the_first()
    {
        using TemporaryFolder one = new();
        using TemporaryFolder other = new();
        await using AppHostProcess first = await AppHostProcess.Start(one.Path, s_noServers).UntilUpAsync(Cancellation);
        await using AppHostProcess second = await AppHostProcess.Start(other.Path, s_noServers).UntilUpAsync(Cancellation);
        second.Read("web").Endpoint.ShouldNotBe(first.Read("web").Endpoint);

        await using AppHostProcess third = AppHostProcess.Start(one.Path, s_noServers);
        (await third.UntilExitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBe(1);

        third.Output.ShouldContain($"pid {first.Id.ToString(CultureInfo.InvariantCulture)}");
        third.Output.ShouldContain(one.Path);
        (await s_http.GetStringAsync(first.Read("web").Endpoint + "/health", Cancellation)).ShouldBe("Healthy");
    }

    [Fact]
    public async Task A_killed_service_is_started_again_at_its_port_and_its_children_end()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = await AppHostProcess.Start(folder.Path, s_noServers).UntilUpAsync(Cancellation);
        AppHostProcess.Resource before = host.Read("web");
        int child = await (await s_http.PostAsync(before.Endpoint + "/child", null, Cancellation)).Content.ReadFromJsonAsync<int>(Cancellation);

        Posix.Kill(before.Pid!.Value, Posix.SigKill);
        await host.UntilAsync(() => host.Read("web") is { Restarts: 1, Health: "Healthy" }, Cancellation);

        AppHostProcess.Resource after = host.Read("web");
        after.Endpoint.ShouldBe(before.Endpoint);
        after.Pid.ShouldNotBe(before.Pid);
        (await s_http.GetStringAsync(after.Endpoint + "/health", Cancellation)).ShouldBe("Healthy");
        AppHostProcess.IsAlive(child).ShouldBeFalse();
        File.ReadAllText(Path.Combine(folder.Path, "logs", "web.log")).ShouldContain("web was ended by signal 9");
    }

    [Fact]
    public async Task A_service_that_ends_by_itself_is_started_again_after_longer_and_longer_pauses()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = await AppHostProcess.Start(folder.Path, s_noServers).UntilUpAsync(Cancellation);
        for (int restarts = 1; restarts <= 2; restarts++)
        {
            try
            {
                await s_http.PostAsync(host.Read("web").Endpoint + "/exit/7", null, Cancellation);
            }
            catch (HttpRequestException)
            {
                // it ends before it answers
            }
            await host.UntilAsync(() => host.Read("web") is { Health: "Healthy" } web && web.Restarts == restarts, Cancellation);
        }
        string log = File.ReadAllText(Path.Combine(folder.Path, "logs", "web.log"));
        log.ShouldContain("web exited with code 7. It is started again in 0.5 s.");
        log.ShouldContain("web exited with code 7. It is started again in 1 s.");
    }

    [Fact]
    public async Task A_start_that_fails_says_which_resource_why_and_where_its_log_is()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = AppHostProcess.Start(folder.Path, ["--servers=false", "--job=fail"]);
        (await host.UntilExitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBe(1);

        host.Output.ShouldContain("'job' failed to start: exited with code 3");
        host.Output.ShouldContain("the reason is written here");
        host.Output.ShouldContain(Path.Combine(folder.Path, "logs", "job.log"));
        host.Output.ShouldNotContain("'web' failed to start");
        RunMark.FindProcesses(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_does_not_get_healthy_in_time_fails_the_start()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = AppHostProcess.Start(folder.Path, ["--servers=false", "--web=never-healthy", "--start-timeout=1"]);
        (await host.UntilExitAsync(TimeSpan.FromSeconds(40), Cancellation)).ShouldBe(1);

        host.Output.ShouldContain("'web' failed to start: did not get healthy within 1 s");
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start_with_a_sentence()
    {
        using TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        using TemporaryFolder folder = new();
        await using AppHostProcess host = AppHostProcess.Start(folder.Path, ["--servers=false", $"--port={port}"]);
        (await host.UntilExitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBe(1);

        host.Output.ShouldContain($"The port {port} of 'web' is used by another program");
        Directory.GetFiles(folder.Path).ShouldBeEmpty("no lock stays");
    }

    [Fact]
    public async Task A_data_folder_that_the_servers_cannot_enter_is_named()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            // then they run as whoever owns the folder
            return;
        }
        using TemporaryFolder folder = new();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using AppHostProcess host = AppHostProcess.Start(Path.Combine(folder.Path, "data"), []);
        (await host.UntilExitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBe(1);

        host.Output.ShouldContain($"cannot enter {folder.Path}/data/");
        host.Output.ShouldContain("--data");
    }

    [Fact]
    public async Task Services_learn_of_one_another_and_of_the_servers_by_the_environment()
    {
        using TemporaryFolder folder = new();
        await using AppHostProcess host = await AppHostProcess.Start(folder.Path, []).UntilUpAsync(Cancellation);

        Dictionary<string, string> web = await EnvironmentAsync(host, "web");
        web["services__worker__http__0"].ShouldBe(host.Read("worker-1").Endpoint);
        web["ASPNETCORE_URLS"].ShouldBe(host.Read("web").Endpoint);
        web.ShouldNotContainKey("ConnectionStrings__catalog");
        Dictionary<string, string> worker = await EnvironmentAsync(host, "worker-2");
        worker["ConnectionStrings__catalog"].ShouldMatch("^Host=127.0.0.1;Port=\\d+;Username=postgres;Password=.{22,};Database=catalog$");
        worker["ConnectionStrings__messaging"].ShouldMatch("^amqp://guest:\\w{22,}@127.0.0.1:\\d+$");
        worker["CATALOG_DATABASENAME"].ShouldBe("catalog");
        worker["ASPNETCORE_URLS"].ShouldBe(host.Read("worker-2").Endpoint);
        worker["ASPNETCORE_URLS"].ShouldNotBe(host.Read("worker-1").Endpoint, "each replica has a port of its own");

        await s_http.PostAsync(host.Read("web").Endpoint + "/say/hello", null, Cancellation);
        await host.UntilAsync(() => File.ReadAllText(Path.Combine(folder.Path, "logs", "web.log")) == "hello\n", Cancellation);
        await host.UntilAsync(() => host.Output.Contains("web          | hello", StringComparison.Ordinal), Cancellation);
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(AppHostProcess host, string name) =>
        await s_http.GetFromJsonAsync<Dictionary<string, string>>(host.Read(name).Endpoint + "/environment", Cancellation) ?? [];

    private static async Task<object?> QueryAsync(string data, AppHostProcess host, string sql)
    {
        Uri server = new(host.Read("postgres").Endpoint!);
        Dictionary<string, string> passwords = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(Path.Combine(data, "parameters.json"), Cancellation)) ?? [];
        NpgsqlConnectionStringBuilder connectionString = new()
        {
            Host = server.Host,
            Port = server.Port,
            Username = "postgres",
            Password = passwords["postgres-password"],
            Database = "catalog",
            Pooling = false,
        };
        await using NpgsqlConnection connection = new(connectionString.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
