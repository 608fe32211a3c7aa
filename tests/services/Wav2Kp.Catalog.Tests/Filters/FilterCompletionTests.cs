using Wav2Kp.Catalog.Clips;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Catalog.Runs;

namespace Wav2Kp.Catalog.Tests.Filters;

public sealed class FilterCompletionTests
{
    [Theory]
    [InlineData("|", 0, "", "Field", null)]
    [InlineData("  |", 2, "", "Field", null)]
    [InlineData("met|", 0, "met", "Field", null)]
    [InlineData("metrics.mou|", 0, "metrics.mou", "Field", null)]
    [InlineData("not (sta|", 5, "sta", "Field", null)]
    [InlineData("metrics.\"my m|", 0, "metrics.\"my m", "Field", null)]
    [InlineData("metrics.x |", 10, "", "Operator", "metrics")]
    [InlineData("status |= 'x'", 7, "", "Operator", "status")]
    [InlineData("params.recipe = |", 16, "", "Value", "params")]
    [InlineData("params.recipe = 'wav|", 16, "'wav", "Value", "params")]
    [InlineData("params.recipe = 'it''s|", 16, "'it''s", "Value", "params")]
    [InlineData("status='|", 7, "'", "Value", "status")]
    [InlineData("status in ('failed', '|", 21, "'", "Value", "status")]
    [InlineData("metrics.x > 5 |", 14, "", "Word", null)]
    [InlineData("metrics.x > 5 an|", 14, "an", "Word", null)]
    [InlineData("metrics.x > 5 and |", 18, "", "Field", null)]
    [InlineData("name is |", 8, "", "Word", "name")]
    [InlineData("name not |", 9, "", "Word", "name")]
    [InlineData("(name = 'x' |", 12, "", "Word", null)]
    [InlineData("name in ('x' |", 13, "", "Word", "name")]
    [InlineData("colour = |", 9, "", null, null)]
    [InlineData("name = 'x' name |", 16, "", null, null)]
    public void It_is_told_what_could_be_written_at_a_place(string marked, int from, string begun, string? kind, string? field)
    {
        int position = marked.IndexOf('|');
        var completion = FilterCompletion.At(RunFilter.Schema, marked.Remove(position, 1), position);
        (completion.From, completion.Begun, completion.Kind?.ToString(), completion.Field?.Name).ShouldBe((from, begun, kind, field));
    }

    [Theory]
    [InlineData("metrics.x |", "=|!=|<|<=|>|>=|in|not in|is null|is not null")]
    [InlineData("status |", "=|!=|in|not in|like|ilike|not like|not ilike|is null|is not null")]
    [InlineData("status = |", "queued|running|succeeded|failed|rejected|cancelled")]
    [InlineData("name not |", "in|like|ilike")]
    [InlineData("metrics.x not |", "in")]
    [InlineData("name is |", "null|not null")]
    [InlineData("name is not |", "null")]
    [InlineData("name in |", "(")]
    [InlineData("name in ('x' |", ",|)")]
    [InlineData("name = 'x' |", "and|or")]
    [InlineData("(name = 'x' |", "and|or|)")]
    public void Operators_and_words_go_with_the_field(string marked, string words)
    {
        string text = marked[..marked.IndexOf('|')];
        FilterCompletion.At(RunFilter.Schema, text, text.Length).Words.ShouldBe(words.Split('|'));
    }

    [Fact]
    public void Whatever_it_offers_can_follow()
    {
        foreach (FilterSchema schema in new[] { RunFilter.Schema, ClipFilter.Schema })
        {
            var random = new Random(11);
            int whole = 0;
            for (int i = 0; i < 2000; i++)
            {
                string text = "";
                for (int piece = 0; piece < 12; piece++)
                {
                    var completion = FilterCompletion.At(schema, text, text.Length);
                    completion.Kind.ShouldNotBeNull(text);
                    text += Next(schema, completion, random) + " ";
                }
                try
                {
                    Filter.Parse(schema, text);
                    whole++;
                }
                catch (FilterException e)
                {
                    // it is right as far as it goes
                    e.Expected.ShouldNotBeNull($"{text}: {e.Message}");
                }
            }
            whole.ShouldBeGreaterThan(100);
        }
    }

    private static string Next(FilterSchema schema, FilterCompletion completion, Random random)
    {
        switch (completion.Kind)
        {
            case FilterExpectationKind.Field:
                var field = schema.Fields[random.Next(schema.Fields.Count)];
                return field.IsFamily ? field.Name + ".x" : field.Name;
            case FilterExpectationKind.Value:
                return completion.Field!.Type switch
                {
                    FilterType.Number => "5",
                    FilterType.Time => "'2026-01-31'",
                    FilterType.Word => $"'{completion.Words[0]}'",
                    _ => "'x'",
                };
            default:
                return completion.Words[random.Next(completion.Words.Count)];
        }
    }
}
