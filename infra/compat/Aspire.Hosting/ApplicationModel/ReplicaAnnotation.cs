namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of a project run.</summary>
public class ReplicaAnnotation : IResourceAnnotation
{
    /// <summary>This many.</summary>
    public ReplicaAnnotation(int replicas = 1) => Replicas = replicas;

    /// <summary>The number of processes.</summary>
    public int Replicas { get; }
}
