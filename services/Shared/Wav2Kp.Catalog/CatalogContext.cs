using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>The database: clips, artifacts, jobs and their steps, datasets, experiments, runs and models.</summary>
/// <remarks>
/// The tables are made by the SQL files in <c>infra/db</c>. Queries and <c>SaveChanges</c> are tried again while the server is
/// away; a transaction of several of them goes through <see cref="CatalogTransactions"/>.
/// </remarks>
public sealed class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    /// <summary>Table <c>clips</c>.</summary>
    public DbSet<Clip> Clips => Set<Clip>();

    /// <summary>Table <c>uploads</c>.</summary>
    public DbSet<Upload> Uploads => Set<Upload>();

    /// <summary>Table <c>video_uploads</c>.</summary>
    public DbSet<VideoUpload> VideoUploads => Set<VideoUpload>();

    /// <summary>Table <c>video_upload_pieces</c>.</summary>
    public DbSet<VideoUploadPiece> VideoUploadPieces => Set<VideoUploadPiece>();

    /// <summary>Table <c>artifacts</c>.</summary>
    public DbSet<Artifact> Artifacts => Set<Artifact>();

    /// <summary>Table <c>clip_artifacts</c>.</summary>
    public DbSet<ClipArtifact> ClipArtifacts => Set<ClipArtifact>();

    /// <summary>Table <c>step_artifacts</c>.</summary>
    public DbSet<StepArtifact> StepArtifacts => Set<StepArtifact>();

    /// <summary>Table <c>jobs</c>.</summary>
    public DbSet<Job> Jobs => Set<Job>();

    /// <summary>Table <c>job_clips</c>.</summary>
    public DbSet<JobClip> JobClips => Set<JobClip>();

    /// <summary>Table <c>steps</c>. Its states are changed by <see cref="Workflow"/> and the workers only.</summary>
    public DbSet<Step> Steps => Set<Step>();

    /// <summary>Table <c>step_attempts</c>.</summary>
    public DbSet<StepAttempt> StepAttempts => Set<StepAttempt>();

    /// <summary>Table <c>datasets</c>.</summary>
    public DbSet<Dataset> Datasets => Set<Dataset>();

    /// <summary>Table <c>dataset_versions</c>.</summary>
    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    /// <summary>Table <c>experiments</c>.</summary>
    public DbSet<Experiment> Experiments => Set<Experiment>();

    /// <summary>Table <c>runs</c>.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Table <c>run_params</c>.</summary>
    public DbSet<RunParam> RunParams => Set<RunParam>();

    /// <summary>Table <c>run_tags</c>.</summary>
    public DbSet<RunTag> RunTags => Set<RunTag>();

    /// <summary>Table <c>run_metrics</c>.</summary>
    public DbSet<RunMetric> RunMetrics => Set<RunMetric>();

    /// <summary>Table <c>run_metrics_latest</c>.</summary>
    public DbSet<RunMetricLatest> RunMetricsLatest => Set<RunMetricLatest>();

    /// <summary>Table <c>run_artifacts</c>.</summary>
    public DbSet<RunArtifact> RunArtifacts => Set<RunArtifact>();

    /// <summary>Table <c>models</c>.</summary>
    public DbSet<Model> Models => Set<Model>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<JsonElement>().HaveColumnType("jsonb");
        configurationBuilder.Properties<ClipState>().HaveConversion<LowerCaseConverter<ClipState>>();
        configurationBuilder.Properties<JobKind>().HaveConversion<LowerCaseConverter<JobKind>>();
        configurationBuilder.Properties<JobState>().HaveConversion<LowerCaseConverter<JobState>>();
        configurationBuilder.Properties<JobClipState>().HaveConversion<LowerCaseConverter<JobClipState>>();
        configurationBuilder.Properties<ModelStage>().HaveConversion<LowerCaseConverter<ModelStage>>();
        configurationBuilder.Properties<StepKind>().HaveConversion<LowerCaseConverter<StepKind>>();
        configurationBuilder.Properties<StepState>().HaveConversion<LowerCaseConverter<StepState>>();
        configurationBuilder.Properties<AttemptOutcome>().HaveConversion<LowerCaseConverter<AttemptOutcome>>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Clip>(e => e.HasMany(c => c.Artifacts).WithOne().HasForeignKey(a => a.ClipId));
        modelBuilder.Entity<VideoUpload>(e => e.HasMany(u => u.Pieces).WithOne().HasForeignKey(p => p.UploadId));
        modelBuilder.Entity<VideoUploadPiece>().HasKey(p => new { p.UploadId, p.At });
        modelBuilder.Entity<ClipArtifact>(e =>
        {
            e.HasKey(a => new { a.ClipId, a.Kind });
            e.HasOne(a => a.Artifact).WithMany().HasForeignKey(a => a.ArtifactId);
        });
        modelBuilder.Entity<StepArtifact>(e =>
        {
            e.HasKey(a => new { a.StepId, a.ArtifactId });
            e.HasOne(a => a.Artifact).WithMany().HasForeignKey(a => a.ArtifactId);
        });
        modelBuilder.Entity<Job>(e =>
        {
            e.Ignore(j => j.IsFinal);
            e.HasMany(j => j.Steps).WithOne().HasForeignKey(s => s.JobId);
        });
        modelBuilder.Entity<JobClip>(e =>
        {
            e.HasKey(c => new { c.JobId, c.ClipId });
            e.HasOne(c => c.Clip).WithMany().HasForeignKey(c => c.ClipId);
        });
        modelBuilder.Entity<Step>(e =>
        {
            e.HasMany(s => s.Attempts).WithOne().HasForeignKey(a => a.StepId);
            e.HasMany(s => s.Artifacts).WithOne().HasForeignKey(a => a.StepId);
        });
        modelBuilder.Entity<StepAttempt>().HasKey(a => new { a.StepId, a.Attempt });
        modelBuilder.Entity<Dataset>(e => e.HasMany(d => d.Versions).WithOne(v => v.Dataset).HasForeignKey(v => v.DatasetId));
        modelBuilder.Entity<Run>(e =>
        {
            e.HasOne(r => r.Experiment).WithMany().HasForeignKey(r => r.ExperimentId);
            e.HasMany(r => r.Params).WithOne().HasForeignKey(p => p.RunId);
            e.HasMany(r => r.Tags).WithOne().HasForeignKey(t => t.RunId);
            e.HasMany(r => r.LatestMetrics).WithOne().HasForeignKey(m => m.RunId);
            e.HasMany(r => r.Artifacts).WithOne().HasForeignKey(a => a.RunId);
            e.HasOne(r => r.Model).WithOne().HasForeignKey<Model>(m => m.RunId);
        });
        modelBuilder.Entity<RunParam>().HasKey(p => new { p.RunId, p.Key });
        modelBuilder.Entity<RunTag>().HasKey(t => new { t.RunId, t.Key });
        modelBuilder.Entity<RunMetric>().HasKey(m => new { m.RunId, m.Key, m.Step });
        modelBuilder.Entity<RunMetricLatest>(e =>
        {
            e.HasKey(m => new { m.RunId, m.Key });
            e.ToTable("run_metrics_latest");
        });
        modelBuilder.Entity<Job>().Property(j => j.UpdatedAt).ValueGeneratedOnAddOrUpdate();
        modelBuilder.Entity<Run>().Property(r => r.UpdatedAt).ValueGeneratedOnAddOrUpdate();
        modelBuilder.Entity<Model>().Property(m => m.UpdatedAt).ValueGeneratedOnAddOrUpdate();
        foreach (IMutableEntityType entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.IsPrimaryKey() && property.ClrType == typeof(Guid))
                {
                    property.ValueGenerated = ValueGenerated.Never;
                }
            }
        }
    }

    private static string SnakeCase(string name)
    {
        StringBuilder result = new(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_')
            {
                result.Append('_');
            }
            result.Append(char.ToLowerInvariant(name[i]));
        }
        return result.ToString();
    }

    private sealed class LowerCaseConverter<TEnum>()
        : ValueConverter<TEnum, string>(v => CatalogText.Of(v), t => CatalogText.Parse<TEnum>(t))
        where TEnum : struct, Enum;
}
