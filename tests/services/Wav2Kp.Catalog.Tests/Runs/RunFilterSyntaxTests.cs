using Wav2Kp.Catalog.Filters;
using Wav2Kp.Catalog.Runs;

namespace Wav2Kp.Catalog.Tests.Runs;

public sealed class RunFilterSyntaxTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void A_blank_filter_lets_every_run_pass(string? text) => RunFilter.Parse(text).Root.ShouldBeNull();

    [Fact]
    public void And_binds_tighter_than_or_and_not_tighter_than_and()
    {
        var any = RunFilter.Parse("status = 'failed' or not name = 'a' and metrics.x > 1").Root.ShouldBeOfType<FilterCondition.Any>();
        any.Parts[0].ShouldBeOfType<FilterCondition.Comparison>().Field.Definition.Name.ShouldBe("status");
        var all = any.Parts[1].ShouldBeOfType<FilterCondition.All>();
        all.Parts[0].ShouldBeOfType<FilterCondition.Not>().Part.ShouldBeOfType<FilterCondition.Comparison>().Field.Definition.Name.ShouldBe("name");
        all.Parts[1].ShouldBeOfType<FilterCondition.Comparison>().Field.Key.ShouldBe("x");
    }

    [Fact]
    public void Parentheses_change_what_binds() =>
        RunFilter.Parse("(name = 'a' or name = 'b') and metrics.x > 1").Root.ShouldBeOfType<FilterCondition.All>()
            .Parts[0].ShouldBeOfType<FilterCondition.Any>();

    [Theory]
    [InlineData("metrics.mouth_r > 0.8", "metrics", "mouth_r")]
    [InlineData("METRIC.Mouth_R>0.8", "metrics", "Mouth_R")]
    [InlineData("metrics.\"mouth r\" > 0.8", "metrics", "mouth r")]
    [InlineData("metrics.`mouth \"r\"` > 0.8", "metrics", "mouth \"r\"")]
    [InlineData("metrics.\"a\"\"b\" > 0.8", "metrics", "a\"b")]
    [InlineData("params.training.epochs = 5", "params", "training.epochs")]
    [InlineData("params.odd-key/x = 5", "params", "odd-key/x")]
    [InlineData("parameters.größe = 'x'", "params", "größe")]
    [InlineData("tags.and = 'x'", "tags", "and")]
    [InlineData("attributes.status = 'failed'", "status", "")]
    [InlineData("run.name = 'x'", "name", "")]
    [InlineData("Experiment = 'x'", "experiment", "")]
    [InlineData("duration >= 1e2", "duration", "")]
    [InlineData("started < '2026-01-31'", "started", "")]
    [InlineData("end_time >= '2026-01-31T12:00:00+01:00'", "finished", "")]
    public void Fields_are_read_with_their_names(string text, string kind, string key)
    {
        var field = RunFilter.Parse(text).Root.ShouldBeOfType<FilterCondition.Comparison>().Field;
        field.Definition.Name.ShouldBe(kind);
        field.Key.ShouldBe(key);
    }

    [Theory]
    [InlineData("name = 'it''s'", "it's")]
    [InlineData("name = \"it's\"", "it's")]
    [InlineData("name = ''", "")]
    [InlineData("name like '100\\%'", "100\\%")]
    [InlineData("params.x = true", "true")]
    [InlineData("params.x = -1.5e-3", "-1.5e-3")]
    [InlineData("params.x=.5", ".5")]
    [InlineData("name = '; drop table runs; --'", "; drop table runs; --")]
    public void Values_are_read_without_their_quotes(string text, string value) =>
        RunFilter.Parse(text).Root.ShouldBeOfType<FilterCondition.Comparison>().Values.ShouldHaveSingleItem().Text.ShouldBe(value);

    [Theory]
    [InlineData("=", "Equal")]
    [InlineData("==", "Equal")]
    [InlineData("!=", "NotEqual")]
    [InlineData("<>", "NotEqual")]
    [InlineData("<", "Less")]
    [InlineData("<=", "LessOrEqual")]
    [InlineData(">", "Greater")]
    [InlineData(">=", "GreaterOrEqual")]
    [InlineData(" LIKE ", "Like")]
    [InlineData(" iLike ", "ILike")]
    [InlineData(" not like ", "NotLike")]
    [InlineData(" not  ilike", "NotILike")]
    public void Comparisons_are_read(string written, string operation) =>
        RunFilter.Parse($"name{written}'x'").Root.ShouldBeOfType<FilterCondition.Comparison>().Operator.ToString().ShouldBe(operation);

    [Fact]
    public void Lists_are_read_in_order()
    {
        var comparison = RunFilter.Parse("params.seed not in (1, 'two' ,3.5)").Root.ShouldBeOfType<FilterCondition.Comparison>();
        comparison.Operator.ShouldBe(FilterOperator.NotIn);
        comparison.Values.Select(v => v.Text).ShouldBe(["1", "two", "3.5"]);
    }

    [Theory]
    [InlineData("metrics.x is null", false)]
    [InlineData("metrics.x is not null", true)]
    public void Presence_is_asked_for_with_is_null(string text, bool present) =>
        RunFilter.Parse(text).Root.ShouldBeOfType<FilterCondition.Presence>().Present.ShouldBe(present);

    [Theory]
    [InlineData("metrics.x >", 11, "found the end")]
    [InlineData("metrics.x", 9, "Expected a comparison after metrics.x")]
    [InlineData("metrics.x > abc", 12, "'abc'")]
    [InlineData("metrics.x > 'abc'", 12, "is a number")]
    [InlineData("metrics. > 1", 8, "Expected a name after the dot")]
    [InlineData("metrics.\"\" > 1", 8, "empty")]
    [InlineData("metrics.\"x > 1", 8, "lacks its closing")]
    [InlineData("metric_s.x > 1", 0, "Did you mean metrics?")]
    [InlineData("statsu = 'failed'", 0, "Did you mean status?")]
    [InlineData("attributes.colour = 'red'", 11, "no field “colour”")]
    [InlineData("status = 'done'", 9, "queued, running, succeeded")]
    [InlineData("name = 5", 7, "'5'")]
    [InlineData("name = 'x", 7, "lacks its closing")]
    [InlineData("name = 'x' name = 'y'", 11, "Expected and, or, or the end")]
    [InlineData("(name = 'x'", 0, "lacks its closing")]
    [InlineData("(name = 'x' 5)", 12, "Expected and, or, or )")]
    [InlineData("name = 'x')", 10, "found “)”")]
    [InlineData("name = 'x' and", 14, "Expected a field")]
    [InlineData("name = 'x' and and", 15, "no field “and”")]
    [InlineData("not", 3, "Expected a field")]
    [InlineData("name not = 'x'", 9, "Expected like, ilike or in")]
    [InlineData("name in 'x'", 8, "Expected (")]
    [InlineData("name in ('x' 'y')", 13, "comma")]
    [InlineData("name in ()", 9, "single quotes")]
    [InlineData("metrics.x like '1%'", 10, "like compares text")]
    [InlineData("params.x like 5", 14, "pattern is text")]
    [InlineData("name like 'x\\'", 10, "single \\")]
    [InlineData("params.x > true", 11, "only equal or not")]
    [InlineData("started > 5", 10, "is a time")]
    [InlineData("started > 'yesterday'", 10, "is a time")]
    [InlineData("metrics.x > 1e999", 12, "out of range")]
    [InlineData("params.x > 1e-999999999999", 11, "out of range")]
    [InlineData("metrics.x > 1e", 14, "exponent")]
    [InlineData("metrics.x > 1.2.3", 15, "belongs to none")]
    [InlineData("metrics.x > -", 12, "Expected a number")]
    [InlineData("metrics.x is 5", 13, "Expected null")]
    [InlineData("metrics.x ; drop table runs", 10, "found “;”")]
    [InlineData("name = 'x' -- all", 11, "found “-”")]
    [InlineData("1 = 1", 0, "Expected a field")]
    [InlineData("name = 'a\0b'", 9, "U+0000")]
    public void A_wrong_filter_says_what_is_wrong_and_where(string text, int position, string says)
    {
        var error = Should.Throw<FilterException>(() => RunFilter.Parse(text));
        error.Message.ShouldContain(says);
        error.Position.ShouldBe(position);
        string[] hint = error.Hint.Split('\n');
        hint.Length.ShouldBe(2);
        hint[1].TrimEnd('^').Length.ShouldBe(position);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Should.Throw<FilterException>(() => RunFilter.Parse("name = '" + '\ud83d' + "'")).Position.ShouldBe(8);
        Should.Throw<FilterException>(() => RunFilter.Parse("name = 'a" + '\ude00' + "'")).Position.ShouldBe(9);
        RunFilter.Parse("name = '\ud83d\ude00'").Root.ShouldNotBeNull();
    }

    [Fact]
    public void The_hint_of_a_long_filter_shows_the_place_within_it()
    {
        string text = string.Join(" or ", Enumerable.Repeat("name = 'x'", 100)) + " or colour = 'red' or " + string.Join(" or ", Enumerable.Repeat("name = 'y'", 50));
        var error = Should.Throw<FilterException>(() => RunFilter.Parse(text));
        string[] hint = error.Hint.Split('\n');
        hint[0].Length.ShouldBeLessThan(110);
        hint[0][hint[1].IndexOf('^')..].ShouldStartWith("colour");
    }

    [Fact]
    public void A_filter_nested_too_deep_is_refused_and_a_deep_one_is_not()
    {
        RunFilter.Parse(new string('(', 60) + "name = 'x'" + new string(')', 60)).Root.ShouldBeOfType<FilterCondition.Comparison>();
        Should.Throw<FilterException>(() => RunFilter.Parse(new string('(', 4000) + "name = 'x'" + new string(')', 4000))).Message.ShouldContain("deeper");
        Should.Throw<FilterException>(() => RunFilter.Parse(string.Concat(Enumerable.Repeat("not ", 2000)) + "name = 'x'")).Message.ShouldContain("deeper");
    }

    [Fact]
    public void A_filter_too_long_is_refused()
    {
        Should.Throw<FilterException>(() => RunFilter.Parse("name = '" + new string('x', 10_000) + "'")).Message.ShouldContain("8192");
        Should.Throw<FilterException>(() => RunFilter.Parse(string.Join(" or ", Enumerable.Repeat("id='x'", 201)))).Message.ShouldContain("200 comparisons");
        Should.Throw<FilterException>(() => RunFilter.Parse($"metrics.{new string('x', 300)} > 1")).Message.ShouldContain("250");
    }

    [Fact]
    public void Whatever_characters_come_a_filter_is_read_or_refused_with_a_place()
    {
        var random = new Random(7);
        const string alphabet = "aezAZ09_.-/'\"`()=!<>,% \t\\;metricsparamstagsnotandorinlikeisnull\0é漢\ud83d\ude00";
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            string text = string.Create(random.Next(1, 40), random, (span, r) =>
            {
                for (int j = 0; j < span.Length; j++)
                    span[j] = alphabet[r.Next(alphabet.Length)];
            });
            if (i % 2 == 0)
                text = Mutate("not (metrics.\"a b\" >= -1.5e3 and params.x in ('y', 2)) or tags.t not like '%z' and started < '2026-01-31'", random);
            try
            {
                RunFilter.Parse(text);
                read++;
            }
            catch (FilterException error)
            {
                error.Position.ShouldBeInRange(0, text.Length);
                error.Message.ShouldNotBeNullOrWhiteSpace();
            }
        }
        read.ShouldBeGreaterThan(500); // some mutations leave a filter that can be read
    }

    [Theory]
    [InlineData("metrics.mouth_r desc, started", 2)]
    [InlineData("metrics.\"a b\" ASC", 1)]
    [InlineData("params.training.epochs,name desc", 2)]
    [InlineData("", 0)]
    public void Orders_are_read(string text, int fields) => RunFilter.Order(text).Fields.Count.ShouldBe(fields);

    [Fact]
    public void Fields_of_an_order_ascend_unless_told_otherwise() =>
        RunFilter.Order("name, status desc, created asc").Fields.Select(f => f.Descending).ShouldBe([false, true, false]);

    [Theory]
    [InlineData("metrics.mouth_r down", 16, "Expected asc, desc")]
    [InlineData("name,", 5, "Expected a field")]
    [InlineData("mouth_r desc", 0, "no field “mouth_r”")]
    [InlineData("name; delete from runs", 4, "found “;”")]
    public void A_wrong_order_says_what_is_wrong_and_where(string text, int position, string says)
    {
        var error = Should.Throw<FilterException>(() => RunFilter.Order(text));
        error.Message.ShouldContain(says);
        error.Position.ShouldBe(position);
    }

    private static string Mutate(string text, Random random)
    {
        var characters = text.ToList();
        for (int i = random.Next(0, 3); i > 0; i--)
        {
            int at = random.Next(characters.Count);
            switch (random.Next(3))
            {
                case 0: characters.RemoveAt(at); break;
                case 1: characters.Insert(at, text[random.Next(text.Length)]); break;
                default: characters[at] = (char)random.Next(0x20, 0x250); break;
            }
        }
        return new string([.. characters]);
    }
}
