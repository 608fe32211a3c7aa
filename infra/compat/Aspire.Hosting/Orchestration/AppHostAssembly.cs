using System.Reflection;

namespace Aspire.Hosting.Orchestration;

/// <summary>The AppHost's assembly, which says where the build put its projects.</summary>
internal sealed record AppHostAssembly(Assembly? Assembly);
