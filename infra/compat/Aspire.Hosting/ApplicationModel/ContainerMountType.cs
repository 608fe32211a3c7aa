namespace Aspire.Hosting.ApplicationModel;

/// <summary>The kinds of a container's mounts.</summary>
public enum ContainerMountType
{
    /// <summary>A folder of the host.</summary>
    BindMount = 0,

    /// <summary>A volume of the container engine.</summary>
    Volume = 1,
}
