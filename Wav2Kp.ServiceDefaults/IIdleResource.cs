namespace Wav2Kp.ServiceDefaults;

/// <summary>What a service keeps between one work and the next because making it anew costs time, and needs no longer when it is at rest.</summary>
public interface IIdleResource
{
    /// <summary>Lets go of what is not in use at this moment; called from another thread than those that use it.</summary>
    void Release();
}
