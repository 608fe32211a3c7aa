namespace OpenCvSharp;

/// <summary>When an iteration ends.</summary>
public record struct TermCriteria(CriteriaTypes Type, int MaxCount, double Epsilon)
{
    /// <summary>What counts.</summary>
    public CriteriaTypes Type = Type;

    /// <summary>Most steps.</summary>
    public int MaxCount = MaxCount;

    /// <summary>Least change of a step.</summary>
    public double Epsilon = Epsilon;

    /// <summary>Ends after so many steps, or with a change below epsilon.</summary>
    public static TermCriteria Both(int maxCount, double epsilon) => new(CriteriaTypes.Count | CriteriaTypes.Eps, maxCount, epsilon);
}
