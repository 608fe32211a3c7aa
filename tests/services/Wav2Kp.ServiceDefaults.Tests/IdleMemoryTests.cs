using System.Globalization;
using System.Linq.Expressions;
using Shouldly;
using Xunit;

namespace Wav2Kp.ServiceDefaults.Tests;

public sealed class IdleMemoryTests
{
    [Fact]
    public void What_comes_to_rest_lets_go_of_its_assemblies_and_goes_on_with_them()
    {
        int types = Read();
        long before = AssemblyPages();

        // what other tests touch at the very moment is there again
        long after = long.MaxValue;
        for (int attempt = 0; attempt < 20 && after > before / 2; attempt++)
        {
            IdleMemory.Trim();
            after = AssemblyPages();
        }

        before.ShouldBeGreaterThan(1000);
        after.ShouldBeLessThanOrEqualTo(before / 2);
        Read().ShouldBe(types);
        Expression<Func<int, int>> expression = x => x + types;
        expression.Compile()(1).ShouldBe(types + 1);
    }

    /// <summary>Reads the tables of assemblies.</summary>
    private static int Read() => typeof(Enumerable).Assembly.GetTypes().Concat(typeof(Uri).Assembly.GetTypes()).Sum(type => type.GetMethods().Length);

    /// <summary>Kilobytes of assemblies that are mapped for reading and in this process's memory.</summary>
    private static long AssemblyPages()
    {
        long sum = 0;
        bool counts = false;
        foreach (string line in File.ReadAllLines("/proc/self/smaps"))
        {
            if (line.Contains('-', StringComparison.Ordinal) && line.Contains(" r--s ", StringComparison.Ordinal))
            {
                counts = line.EndsWith(".dll", StringComparison.Ordinal);
            }
            else if (counts && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                sum += long.Parse(line[4..^2], CultureInfo.InvariantCulture);
                counts = false;
            }
        }
        return sum;
    }
}
