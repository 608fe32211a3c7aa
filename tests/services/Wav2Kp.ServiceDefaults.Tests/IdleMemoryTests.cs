using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using Shouldly;
using Xunit;

namespace Wav2Kp.ServiceDefaults.Tests;

public sealed class IdleMemoryTests
{
    [Fact]
    public void What_comes_to_rest_lets_go_of_its_assemblies_and_goes_on_with_them()
    {
        int types = Read();
        (long before, long after) = Trim(mapping => mapping.Contains(" r--s ", StringComparison.Ordinal) && mapping.EndsWith(".dll", StringComparison.Ordinal));

        before.ShouldBeGreaterThan(1000);
        after.ShouldBeLessThanOrEqualTo(before / 2);
        Read().ShouldBe(types);
        Expression<Func<int, int>> expression = x => x + types;
        expression.Compile()(1).ShouldBe(types + 1);
    }

    [Fact]
    public void It_lets_go_of_its_libraries_and_goes_on_with_them()
    {
        byte[] hash = SHA512.HashData("speech"u8);
        (long before, long after) = Trim(mapping => mapping.Contains("/libcrypto.so", StringComparison.Ordinal) && !mapping.Contains(" rw", StringComparison.Ordinal));

        before.ShouldBeGreaterThan(500);
        // what the loader has written into stays
        after.ShouldBeLessThan(before - (before / 4));
        SHA512.HashData("speech"u8).ShouldBe(hash);
    }

    private static (long Before, long After) Trim(Func<string, bool> isMeant)
    {
        long before = Pages(isMeant), after = long.MaxValue;
        // what other tests touch at the very moment is there again
        for (int attempt = 0; attempt < 20 && after > before / 2; attempt++)
        {
            IdleMemory.Trim();
            after = Math.Min(after, Pages(isMeant));
        }
        return (before, after);
    }

    /// <summary>Reads the tables of assemblies.</summary>
    private static int Read() => typeof(Enumerable).Assembly.GetTypes().Concat(typeof(Uri).Assembly.GetTypes()).Sum(type => type.GetMethods().Length);

    /// <summary>Kilobytes of such mappings that are in this process's memory.</summary>
    private static long Pages(Func<string, bool> isMeant)
    {
        long sum = 0;
        bool counts = false;
        foreach (string line in File.ReadAllLines("/proc/self/smaps"))
        {
            if (char.IsAsciiHexDigitLower(line[0]))
            {
                counts = isMeant(line);
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
