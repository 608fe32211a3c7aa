using Wav2Kp.Models;
using Wav2Kp.Models.Live;

namespace Wav2Kp.Inference.Live;

/// <summary>Where live speech finds its models and faces.</summary>
internal interface ILiveSource
{
    /// <summary>A model, ready; the same one for all who ask for it.</summary>
    /// <param name="name">Its name or its identifier.</param>
    /// <param name="version">The version of that name; null: the one in production, or else the newest.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LiveException">There is none, or it cannot animate live.</exception>
    Task<NamedModel> ModelAsync(string name, int? version, CancellationToken cancellationToken);

    /// <summary>A face for a model.</summary>
    /// <exception cref="LiveException">There is none.</exception>
    Task<LiveFace> FaceAsync(LiveStart.FaceChoice choice, ModelPackage model, CancellationToken cancellationToken);
}

/// <summary>A model with what it is called.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Which of that name.</param>
/// <param name="Model">It, ready.</param>
internal sealed record NamedModel(Guid Id, string Name, int Version, LiveModel Model);
