using System.Net;
using System.Text.RegularExpressions;

namespace Wav2Kp.Studio.Tests;

public sealed partial class ConsolePageTests(StudioServer server) : ConsoleTest(server)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/clips")]
    [InlineData("/animate")]
    [InlineData("/jobs")]
    [InlineData("/models")]
    [InlineData("/runs")]
    [InlineData("/train")]
    public async Task A_page_leads_to_the_others_and_all_that_it_loads_is_there(string address)
    {
        string html = await PageAsync(address);
        foreach (Match link in Local().Matches(html))
        {
            string target = WebUtility.HtmlDecode(link.Groups[1].Value);
            using var response = await Server.Http.GetAsync(target, Cancellation);
            // the content of most of these tests' clips is made up: there is no picture in it
            if (response.StatusCode == HttpStatusCode.Conflict && target.EndsWith("/thumbnail.jpg", StringComparison.Ordinal))
                continue;
            // other tests take away what they have made: a page that is asked for now leads there no more
            if (response.StatusCode != HttpStatusCode.NotFound || (await PageAsync(address)).Contains($"\"{link.Groups[1].Value}\"", StringComparison.Ordinal))
                response.StatusCode.ShouldBe(HttpStatusCode.OK, target);
        }
        html.ShouldContain("<a class=\"skip\" href=\"#content\">");
    }

    [Fact]
    public async Task Scripts_and_styles_ask_nobody_else_and_are_not_sent_twice()
    {
        foreach (var (address, type) in new[] { ("/studio.css", "text/css"), ("/js/studio.js", "text/javascript"), ("/js/live.js", "text/javascript"), ("/js/forms.js", "text/javascript") })
        {
            var response = await Server.Http.GetAsync(address, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            (await response.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("://");
            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            (await Server.Http.SendAsync(again, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_told_to_people_as_a_page_and_to_programs_as_a_problem()
    {
        foreach (string address in new[] { $"/runs/{Guid.NewGuid()}", $"/jobs/{Guid.NewGuid()}", "/runs/5", "/<b>where" })
        {
            string html = await PageAsync(address, HttpStatusCode.NotFound);
            html.ShouldContain("Nothing here");
            html.ShouldNotContain("<b>where");
            (await ProblemAsync(HttpMethod.Get, address, null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        }
        TextOf(await PageAsync($"/runs/{Guid.Empty}", HttpStatusCode.NotFound)).ShouldContain($"There is no run {Guid.Empty}.");
    }

    [Fact]
    public async Task The_address_of_an_earlier_list_of_runs_leads_to_the_list()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var response = await http.GetAsync(new Uri(Server.Studio.Address, "/?filter=" + Uri.EscapeDataString("name = 'x'")), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("/runs?filter=name%20%3D%20%27x%27");
    }

    [GeneratedRegex("""(?:href|src)="(/[^"]*)"(?! download)""")]
    private static partial Regex Local();
}
