using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Live;

/// <summary>Reads the models that can animate while one speaks.</summary>
internal sealed class LiveModelReader(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>Those in production, then the newest; archived ones are left out.</summary>
    public async Task<IReadOnlyList<Api.LiveModel>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var models = await catalog.Models.AsNoTracking()
            .Where(m => m.Stage != ModelStage.Archived && m.Recipe.GetProperty("window").GetProperty("placement").GetString() == "trailing")
            .OrderBy(m => m.Stage == ModelStage.Production ? 0 : 1).ThenByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id)
            .Take(limit)
            .Select(m => new { m.Id, m.Name, m.Version, m.Recipe })
            .ToListAsync(cancellationToken);
        return
        [
            .. models.Select(m => new Api.LiveModel
            {
                Id = m.Id,
                Name = m.Name,
                Version = m.Version,
                Recipe = m.Recipe.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "",
                LookAheadMs = m.Recipe.GetProperty("window").TryGetProperty("lookAhead", out var ahead) && ahead.TryGetInt32(out int milliseconds) ? milliseconds : 0,
            }),
        ];
    }
}
