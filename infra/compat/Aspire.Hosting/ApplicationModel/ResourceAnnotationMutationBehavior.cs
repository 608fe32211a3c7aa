namespace Aspire.Hosting.ApplicationModel;

/// <summary>What becomes of annotations of the same type.</summary>
public enum ResourceAnnotationMutationBehavior
{
    /// <summary>They stay; the new one is added.</summary>
    Append = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}
