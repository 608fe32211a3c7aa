using System.Security.Cryptography;
using System.Text;

namespace Wav2Kp.Models;

/// <summary>Divides clips into training, validation and test: whole clips, never frames of one clip into two parts.</summary>
public static class DatasetSplits
{
    /// <summary>
    /// Divides the clips in the given proportion. The result depends on the set of identifiers and the seed, not on the
    /// order they come in.
    /// </summary>
    /// <param name="ids">The clips' identifiers, all different.</param>
    /// <param name="train">The training part's share: a count (48) or a fraction (0.8); only the proportion of the three counts.</param>
    /// <param name="validation">The validation part's share.</param>
    /// <param name="test">The test part's share.</param>
    /// <param name="seed">Another seed, another division.</param>
    /// <returns>
    /// The parts, as close to the proportion as whole clips allow. A part with a share gets a clip as long as there are
    /// enough: training first, then test, then validation.
    /// </returns>
    /// <exception cref="ArgumentException">No clips, an identifier twice, or a share that is negative or not a number; no share for training.</exception>
    public static ClipSplit Split(IEnumerable<string> ids, double train = 0.8, double validation = 0.1, double test = 0.1, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(ids);
        double[] shares = [train, validation, test];
        if (shares.Any(share => !double.IsFinite(share) || share < 0) || train == 0)
        {
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"A split of {train} / {validation} / {test} cannot be made: shares are counts or fractions from 0 up, and training needs one above 0."));
        }
        string[] ordered = [.. ids.Select(id => (Id: id, Key: Key(id, seed))).OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Id)];
        if (ordered.Length == 0)
        {
            throw new ArgumentException("There are no clips to divide.", nameof(ids));
        }
        if (ordered.Distinct(StringComparer.Ordinal).Count() != ordered.Length)
        {
            throw new ArgumentException("A clip is named twice: it would be both trained on and tested with.", nameof(ids));
        }

        int[] counts = Apportion(shares, ordered.Length);
        int validationFrom = counts[0], testFrom = counts[0] + counts[1];
        return new ClipSplit(ordered[..validationFrom], ordered[validationFrom..testFrom], ordered[testFrom..]);
    }

    // largest remainders, then a clip for every part that has a share
    private static int[] Apportion(double[] shares, int clips)
    {
        double sum = shares.Sum();
        double[] exact = [.. shares.Select(share => share / sum * clips)];
        // a hair above, so that 0.1 * 60 is 6 and not 5.999
        int[] counts = [.. exact.Select(value => (int)Math.Floor(value + 1e-9))];
        foreach (int part in Enumerable.Range(0, 3).OrderByDescending(part => exact[part] - counts[part]).ThenBy(part => part).Take(clips - counts.Sum()))
        {
            counts[part]++;
        }
        foreach (int part in (ReadOnlySpan<int>)[0, 2, 1])
        {
            int largest = Array.IndexOf(counts, counts.Max());
            if (shares[part] > 0 && counts[part] == 0 && counts[largest] > 1)
            {
                counts[part]++;
                counts[largest]--;
            }
        }
        return counts;
    }

    private static string Key(string id, long seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seed}\n{id}"))));
}
