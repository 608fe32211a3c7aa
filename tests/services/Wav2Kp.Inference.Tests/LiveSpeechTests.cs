using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Models;
using Wav2Kp.Models.Live;
using Wav2Kp.Speech;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Inference.Tests;

public sealed class LiveSpeechTests(LiveServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16_000, 1, "f32le")]
    [InlineData(48_000, 1, "f32le")]
    [InlineData(16_000, 2, "s16le")]
    public async Task Faces_streamed_from_a_real_clip_are_those_of_the_whole_recording(int rate, int channels, string encoding)
    {
        string clip = SharedFolder.PathOf("data", "grid-s1", "bbal7s.mpg");
        float[] speech = await AudioDecoder.DecodeAsync(clip, rate, Cancel);
        if (encoding == "s16le")
        {
            speech = [.. speech.Select(sample => Rounded(sample) / 32768f)];
        }
        float[] heard = rate == 16_000 ? speech : Resampled(speech, rate);
        float[] offline = Offline(server.Package, heard);

        using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
        await client.StartAsync(new { type = "start", model = "speaker", sampleRate = rate, channels, encoding }, Cancel);
        JsonObject ready = (await client.ReadAsync(Cancel)).ShouldNotBeNull();
        LiveClient.Type(ready).ShouldBe("ready", ready.ToJsonString());
        ready["model"]!["id"]!.GetValue<Guid>().ShouldBe(server.Model);
        ready["model"]!["recipe"]!.GetValue<string>().ShouldBe("wav2kp-live-100");
        ready["frameRate"]!.GetValue<string>().ShouldBe("25");
        ready["lookAheadMs"]!.GetValue<double>().ShouldBe(100);
        ready["space"]!.GetValue<string>().ShouldBe("aligned");

        Task<List<JsonObject>> reading = client.ReadAllAsync(Cancel);
        int piece = rate / 50, pieces = 0;
        for (int from = 0; from < speech.Length; from += piece, pieces++)
        {
            float[] samples = speech[from..Math.Min(from + piece, speech.Length)];
            await client.SendAsync(encoding == "f32le" ? Floats(samples) : Stereo(samples), Cancel);
        }
        await client.EndAsync(Cancel);
        List<JsonObject> messages = await reading;
        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);

        JsonObject[] frames = [.. messages.Where(message => LiveClient.Type(message) == "frame")];
        frames.Length.ShouldBe(offline.Length / FacePoints.Values);
        float largest = 0;
        for (int frame = 0; frame < frames.Length; frame++)
        {
            frames[frame]["frame"]!.GetValue<int>().ShouldBe(frame);
            frames[frame]["time"]!.GetValue<double>().ShouldBe(frame / 25.0);
            frames[frame]["ms"]!.GetValue<double>().ShouldBeGreaterThan(0);
            // a frame ends 40 ms after it begins, and the recipe looks 100 ms ahead: seven pieces of 20 ms at most, and what resampling holds back
            int needed = ((frame + 1) * 2) + 5;
            frames[frame]["pieces"]!.GetValue<long>().ShouldBeLessThanOrEqualTo(Math.Min(needed + (rate == 16_000 ? 0 : 1), pieces));
            float[] points = [.. frames[frame]["points"]!.AsArray().Select(value => value!.GetValue<float>())];
            points.Length.ShouldBe(FacePoints.Values);
            for (int i = 0; i < points.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(points[i] - offline[(frame * FacePoints.Values) + i]));
            }
        }
        largest.ShouldBeLessThan(1e-4f);
        offline.Chunk(FacePoints.Values).Max(face => Math.Abs(face[0] - offline[0])).ShouldBeGreaterThan(0.05f, "the faces hang on the speech");

        JsonObject end = messages[^1];
        LiveClient.Type(end).ShouldBe("end");
        end["frames"]!.GetValue<int>().ShouldBe(frames.Length);
        end["pieces"]!.GetValue<int>().ShouldBe(pieces);
        end["seconds"]!.GetValue<double>().ShouldBe((double)speech.Length / rate, 1e-9);
        end["msPerPiece"]!["p99"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(end["msPerPiece"]!["median"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_model_is_read_once_and_shared_between_those_who_speak_at_the_same_time()
    {
        Guid id = await server.AddModelAsync("shared", TestModels.Make("wav2kp-live-0"));
        string[] faces = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SpeakAsync(new { type = "start", model = id, sampleRate = 16_000 })));
        faces.Distinct().ShouldHaveSingleItem();
        // its files are not needed any more
        await server.Objects.DeleteAsync($"models/{id:N}/weights.safetensors", Cancel);
        (await SpeakAsync(new { type = "start", model = id, sampleRate = 16_000 })).ShouldBe(faces[0]);
    }

    [Fact]
    public async Task The_newest_version_of_a_name_is_taken_unless_another_is_asked_for_or_in_production()
    {
        Guid[] ids = [await server.AddModelAsync("versions", TestModels.Make("wav2kp-live-0")), await server.AddModelAsync("versions", TestModels.Make("wav2kp-live-200"), 2)];
        (await ReadyAsync(new { type = "start", model = "versions", sampleRate = 16_000 }))["model"]!["id"]!.GetValue<Guid>().ShouldBe(ids[1]);
        JsonObject first = await ReadyAsync(new { type = "start", model = "versions", version = 1, sampleRate = 16_000 });
        first["model"]!["id"]!.GetValue<Guid>().ShouldBe(ids[0]);
        first["lookAheadMs"]!.GetValue<double>().ShouldBe(0);
        await using (CatalogContext catalog = server.CreateDbContext())
        {
            (await catalog.Models.FindAsync([ids[0]], Cancel)).ShouldNotBeNull().Stage = ModelStage.Production;
            await catalog.SaveChangesAsync(Cancel);
        }
        (await ReadyAsync(new { type = "start", model = "versions", sampleRate = 16_000 }))["model"]!["id"]!.GetValue<Guid>().ShouldBe(ids[0]);
    }

    [Fact]
    public async Task Faces_are_placed_where_an_animation_would_place_them()
    {
        JsonObject ready = await ReadyAsync(new { type = "start", model = "speaker", sampleRate = 16_000, face = new { kind = "mean" } });
        (ready["space"]!.GetValue<string>(), ready["width"]!.GetValue<int>(), ready["height"]!.GetValue<int>()).ShouldBe(("pixels", 512, 512));

        // a clip whose second frame is 100 px to the right of its first
        float[] points = [.. Enumerable.Range(0, 2 * FacePoints.Values).Select(i => 300 + (60 * server.Package.MeanFace[i % FacePoints.Values]) + (i >= FacePoints.Values && i % 2 == 0 ? 100 : 0))];
        Guid clip = await AddClipAsync(points, 2);
        float[] speech = [.. Enumerable.Range(0, 16_000).Select(i => 0.3f * MathF.Sin(i * 0.05f))];
        List<JsonObject> messages = await SayAsync(new { type = "start", model = "speaker", sampleRate = 16_000, face = new { kind = "video", videoId = clip } }, speech);
        (messages[0]["width"]!.GetValue<int>(), messages[0]["height"]!.GetValue<int>()).ShouldBe((640, 480));
        float[][] placed = [.. messages.Where(m => LiveClient.Type(m) == "frame").Select(m => m["points"]!.AsArray().Select(v => v!.GetValue<float>()).ToArray())];
        List<JsonObject> plain = await SayAsync(new { type = "start", model = "speaker", sampleRate = 16_000 }, speech);
        float[][] aligned = [.. plain.Where(m => LiveClient.Type(m) == "frame").Select(m => m["points"]!.AsArray().Select(v => v!.GetValue<float>()).ToArray())];
        for (int frame = 0; frame < placed.Length; frame++)
        {
            for (int i = 0; i < FacePoints.Values; i++)
            {
                placed[frame][i].ShouldBe(300 + (60 * aligned[frame][i]) + (frame > 0 && i % 2 == 0 ? 100 : 0), 0.05f);
            }
        }
    }

    [Theory]
    [InlineData("""{"type":"start","model":"nobody","sampleRate":16000}""", "unknown-model", "'speaker' 1")]
    [InlineData("""{"type":"start","model":"speaker","version":9,"sampleRate":16000}""", "unknown-model", "version 9")]
    [InlineData("""{"type":"start","model":"0190a0a0-0000-7000-8000-000000000000","sampleRate":16000}""", "unknown-model", "There is no model")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":4000}""", "wrong-format", "'sampleRate' lies between")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"channels":7}""", "wrong-format", "'channels'")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"encoding":"mp3"}""", "wrong-format", "'f32le' or 's16le'")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":47999}""", "wrong-format", "47999")]
    [InlineData("""{"type":"start","model":"speaker"}""", "wrong-start", "lacks a field")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":"fast"}""", "wrong-start", "'sampleRate'")]
    [InlineData("""{"type":"start","model":null,"sampleRate":16000}""", "wrong-start", "'model'")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"colour":1}""", "wrong-start", "'colour'")]
    [InlineData("""{"type":"begin","model":"speaker","sampleRate":16000}""", "wrong-start", "'begin'")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"face":{"kind":"video"}}""", "wrong-start", "videoId")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"face":{"kind":"video","videoId":"0190a0a0-0000-7000-8000-000000000000"}}""", "wrong-face", "no clip")]
    [InlineData("""{"type":"start","model":"speaker","sampleRate":16000,"face":{"kind":"portrait","uploadId":"0190a0a0-0000-7000-8000-000000000000"}}""", "wrong-face", "no uploaded picture")]
    [InlineData("null", "wrong-start", "null")]
    [InlineData("hello", "wrong-start", "not JSON")]
    [InlineData("", "wrong-start", "not JSON")]
    public async Task A_wrong_first_message_is_answered_with_what_is_wrong(string message, string code, string says)
    {
        using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
        await client.SayAsync(message, Cancel);
        (await client.ShouldFailAsync(code, WebSocketCloseStatus.PolicyViolation, Cancel)).ShouldContain(says);
    }

    [Fact]
    public async Task A_model_that_needs_a_whole_recording_is_refused_with_those_that_do_not()
    {
        await server.AddModelAsync("both ways", TestModels.Make("wav2kp"));
        using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
        await client.StartAsync(new { type = "start", model = "both ways", sampleRate = 16_000 }, Cancel);
        string says = await client.ShouldFailAsync("cannot-stream", WebSocketCloseStatus.PolicyViolation, Cancel);
        says.ShouldContain("needs a whole recording");
        says.ShouldContain("Models that can: '");
        says.ShouldNotContain("'both ways' 1,");
    }

    [Fact]
    public async Task A_model_whose_files_are_gone_or_damaged_is_refused_until_they_are_back()
    {
        ModelPackage package = TestModels.Make("wav2kp-live-0");
        Guid id = await server.AddModelAsync("damaged", package);
        string weights = $"models/{id:N}/weights.safetensors";
        byte[] content;
        await using (Stream stored = await server.Objects.OpenReadAsync(weights, Cancel))
        using (MemoryStream copy = new())
        {
            await stored.CopyToAsync(copy, Cancel);
            content = copy.ToArray();
        }
        await server.Objects.DeleteAsync(weights, Cancel);
        await FailAsync("not in the object store");
        await server.Objects.PutAsync(weights, new MemoryStream(new byte[1000]), Cancel);
        await FailAsync("damaged");
        await server.Objects.DeleteAsync(weights, Cancel);
        await server.Objects.PutAsync(weights, new MemoryStream(content), Cancel);
        await ReadyAsync(new { type = "start", model = "damaged", sampleRate = 16_000 });

        async Task FailAsync(string says)
        {
            using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
            await client.StartAsync(new { type = "start", model = "damaged", sampleRate = 16_000 }, Cancel);
            (await client.ShouldFailAsync("damaged-model", WebSocketCloseStatus.PolicyViolation, Cancel)).ShouldContain(says);
        }
    }

    [Theory]
    [InlineData(1, "wrong-piece", WebSocketCloseStatus.InvalidPayloadData, "1 bytes")]
    [InlineData(1283, "wrong-piece", WebSocketCloseStatus.InvalidPayloadData, "1283 bytes")]
    [InlineData(0, "wrong-piece", WebSocketCloseStatus.InvalidPayloadData, "0 bytes")]
    [InlineData(64_004, "too-large", WebSocketCloseStatus.MessageTooBig, "64000 bytes")]
    [InlineData(5_000_000, "too-large", WebSocketCloseStatus.MessageTooBig, "64000 bytes")]
    public async Task A_piece_of_a_wrong_size_ends_the_session_with_what_is_wrong(int bytes, string code, WebSocketCloseStatus status, string says)
    {
        using LiveClient client = await StartedAsync();
        await client.SendAsync(new byte[bytes], Cancel);
        (await client.ShouldFailAsync(code, status, Cancel)).ShouldContain(says);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e30f)]
    public async Task Samples_that_are_none_end_the_session(float sample)
    {
        using LiveClient client = await StartedAsync();
        await client.SendAsync([0, sample], Cancel);
        (await client.ShouldFailAsync("wrong-piece", WebSocketCloseStatus.InvalidPayloadData, Cancel)).ShouldContain("another encoding");
    }

    [Fact]
    public async Task A_piece_of_a_second_is_taken_and_text_in_between_is_not()
    {
        using LiveClient client = await StartedAsync();
        await client.SendAsync(new float[16_000], Cancel);
        for (int frame = 0; frame < 22; frame++)
        {
            LiveClient.Type((await client.ReadAsync(Cancel)).ShouldNotBeNull()).ShouldBe("frame");
        }
        await client.SayAsync("""{"type":"start"}""", Cancel);
        (await client.ShouldFailAsync("wrong-message", WebSocketCloseStatus.PolicyViolation, Cancel)).ShouldContain("binary messages");
    }

    [Fact]
    public async Task A_first_message_that_is_too_long_is_refused()
    {
        using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
        await client.SayAsync(new string(' ', 5_000), Cancel);
        await client.ShouldFailAsync("too-large", WebSocketCloseStatus.MessageTooBig, Cancel);
    }

    [Fact]
    public async Task Who_closes_or_vanishes_makes_room_for_another()
    {
        (Uri address, WebApplication application) = await server.StartAsync(("Live:MaxSessions", "2"));
        await using (application)
        {
            using LiveClient closing = await StartedAsync(address), vanishing = await StartedAsync(address);
            using (LiveClient third = await LiveClient.ConnectAsync(address, Cancel))
            {
                (await third.ShouldFailAsync("too-many", (WebSocketCloseStatus)1013, Cancel)).ShouldContain("2 speak already");
            }
            await closing.SendAsync(new float[320], Cancel);
            await closing.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
            closing.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
            using LiveClient next = await AdmittedAsync(address);
            vanishing.Socket.Abort();
            using LiveClient last = await AdmittedAsync(address);
        }

        async Task<LiveClient> AdmittedAsync(Uri address)
        {
            while (true)
            {
                LiveClient client = await LiveClient.ConnectAsync(address, Cancel);
                await client.StartAsync(new { type = "start", model = "speaker", sampleRate = 16_000 }, Cancel);
                JsonObject? answer = await client.ReadAsync(Cancel);
                if (answer is not null && LiveClient.Type(answer) == "ready")
                {
                    return client;
                }
                client.Dispose();
                await Task.Delay(50, Cancel);
            }
        }
    }

    [Fact]
    public async Task Who_says_nothing_is_told_so_and_let_go()
    {
        (Uri address, WebApplication application) = await server.StartAsync(("Live:IdleTimeout", "00:00:00.3"));
        await using (application)
        {
            using LiveClient client = await LiveClient.ConnectAsync(address, Cancel);
            (await client.ShouldFailAsync("idle", WebSocketCloseStatus.PolicyViolation, Cancel)).ShouldContain("Nothing came");
        }
    }

    [Fact]
    public async Task A_service_that_is_stopped_tells_who_speaks()
    {
        (Uri address, WebApplication application) = await server.StartAsync();
        await using (application)
        {
            using LiveClient client = await StartedAsync(address);
            await client.SendAsync(new float[320], Cancel);
            Task stopping = application.StopAsync(Cancel);
            await client.ShouldFailAsync("stopping", WebSocketCloseStatus.EndpointUnavailable, Cancel);
            await stopping;
        }
    }

    [Fact]
    public async Task Who_takes_nothing_in_is_slowed_down_and_then_let_go_and_memory_does_not_grow()
    {
        (Uri address, WebApplication application) = await server.StartAsync(("Live:SendTimeout", "00:00:01"));
        await using (application)
        {
            using LiveClient warm = await StartedAsync(address);
            using LiveClient client = await StartedAsync(address);
            long before = GC.GetTotalMemory(forceFullCollection: true), sent = 0;
            byte[] second = new byte[64_000];
            // each second of sound makes 25 frames of more than a kilobyte, which nobody reads: the system's buffers fill up, then the service waits
            WebSocketException failure = await Should.ThrowAsync<WebSocketException>(async () =>
            {
                for (int i = 0; i < 20_000; i++, sent += second.Length)
                {
                    await client.SendAsync(second, Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
                }
            });
            failure.ShouldNotBeNull();
            sent.ShouldBeLessThan(500L << 20);
            (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(8 << 20);
            // others go on
            await warm.SendAsync(new float[16_000], Cancel);
            LiveClient.Type((await warm.ReadAsync(Cancel)).ShouldNotBeNull()).ShouldBe("frame");
        }
    }

    [Fact]
    public async Task Pages_of_browsers_and_requests_that_are_no_websocket_are_refused()
    {
        using HttpClient http = new();
        Uri address = new UriBuilder(server.Address) { Scheme = "http" }.Uri;
        using HttpResponseMessage plain = await http.GetAsync(address, Cancel);
        plain.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        (await plain.Content.ReadAsStringAsync(Cancel)).ShouldContain("no-websocket");
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", $"http://{address.Authority}");
        socket.Options.CollectHttpResponseDetails = true;
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(server.Address, Cancel));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<Guid> AddClipAsync(float[] points, int frames)
    {
        string path = Path.Combine(Path.GetTempPath(), $"wav2kp-{Guid.NewGuid():N}.safetensors");
        try
        {
            new LandmarkTrack
            {
                Points = points,
                Confidence = [.. Enumerable.Repeat(1f, frames)],
                Box = new float[4 * frames],
                Crop = new float[6 * frames],
                Source = LandmarkTrack.KnownSource,
                Timestamps = [.. Enumerable.Range(0, frames).Select(i => i / 25.0)],
                Valid = [.. Enumerable.Repeat((byte)1, frames)],
                FrameRate = 25,
                Width = 640,
                Height = 480,
            }.Save(path);
            Clip clip = new() { Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), Name = "face.mp4", Names = ["face.mp4"], Bytes = 1, State = ClipState.Ready, SourceKey = "clips/none" };
            Artifact artifact = new() { Hash = clip.Sha256, Kind = ArtifactKinds.Landmarks, ObjectKey = $"clips/{clip.Id:N}/landmarks.safetensors", Bytes = new FileInfo(path).Length, ClipId = clip.Id };
            await server.Objects.PutFileAsync(artifact.ObjectKey, path, Cancel);
            await using CatalogContext catalog = server.CreateDbContext();
            catalog.Add(clip);
            await catalog.SaveChangesAsync(Cancel);
            catalog.Add(artifact);
            await catalog.SaveChangesAsync(Cancel);
            catalog.Add(new ClipArtifact { ClipId = clip.Id, Kind = artifact.Kind, ArtifactId = artifact.Id });
            await catalog.SaveChangesAsync(Cancel);
            return clip.Id;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<LiveClient> StartedAsync(Uri? address = null)
    {
        LiveClient client = await LiveClient.ConnectAsync(address ?? server.Address, Cancel);
        await client.StartAsync(new { type = "start", model = "speaker", sampleRate = 16_000 }, Cancel);
        JsonObject answer = (await client.ReadAsync(Cancel)).ShouldNotBeNull();
        LiveClient.Type(answer).ShouldBe("ready", answer.ToJsonString());
        return client;
    }

    private async Task<JsonObject> ReadyAsync(object start) => (await SayAsync(start, new float[320]))[0];

    private async Task<string> SpeakAsync(object start)
    {
        List<JsonObject> messages = await SayAsync(start, [.. Enumerable.Range(0, 16_000).Select(i => 0.3f * MathF.Sin(i * 0.05f))]);
        return string.Join('\n', messages.Where(message => LiveClient.Type(message) == "frame").Select(message => message["points"]!.ToJsonString()));
    }

    private async Task<List<JsonObject>> SayAsync(object start, float[] speech)
    {
        using LiveClient client = await LiveClient.ConnectAsync(server.Address, Cancel);
        await client.StartAsync(start, Cancel);
        Task<List<JsonObject>> reading = client.ReadAllAsync(Cancel);
        for (int from = 0; from < speech.Length; from += 320)
        {
            await client.SendAsync(speech.AsSpan(from, 320), Cancel);
        }
        await client.EndAsync(Cancel);
        List<JsonObject> messages = await reading;
        LiveClient.Type(messages[0]).ShouldBe("ready", messages[0].ToJsonString());
        LiveClient.Type(messages[^1]).ShouldBe("end", messages[^1].ToJsonString());
        return messages;
    }

    private static float[] Offline(ModelPackage model, float[] speech)
    {
        using KeypointPredictor predictor = new(model, "cpu");
        int frames = (int)Math.Ceiling(speech.Length / 16_000.0 * model.FrameRate.Value);
        return predictor.Predict(FeatureFile.Compute(speech, model.Recipe.Features), model.FrameRate, frames);
    }

    private static float[] Resampled(float[] speech, int rate)
    {
        StreamResampler resampler = new(rate, 16_000);
        // what it gives is valid until the next call
        float[] first = resampler.Push(speech).ToArray();
        return [.. first, .. resampler.Complete()];
    }

    private static byte[] Floats(float[] samples) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(samples).ToArray();

    // the same on both sides, as 16-bit integers
    private static byte[] Stereo(float[] samples)
    {
        short[] both = new short[2 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            both[2 * i] = both[(2 * i) + 1] = Rounded(samples[i]);
        }
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(both).ToArray();
    }

    private static short Rounded(float sample) => (short)Math.Clamp(Math.Round(sample * 32768), short.MinValue, short.MaxValue);
}
