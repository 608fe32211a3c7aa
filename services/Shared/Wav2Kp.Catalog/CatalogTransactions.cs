using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Wav2Kp.Catalog;

/// <summary>Transactions that are done again from the start when the database goes away in the middle of them.</summary>
public static class CatalogTransactions
{
    /// <summary>
    /// Runs <paramref name="work"/> in one transaction (read committed) on a fresh context, saves the context's changes and commits.
    /// </summary>
    /// <remarks>
    /// After a failure that passes (connection lost, deadlock) everything is done again on another context, so that the work must
    /// change nothing but the database. If the connection breaks during the commit itself, the work may run once more after it
    /// was committed: make it so that this does no harm (ids made by the caller, <c>ON CONFLICT</c>).
    /// </remarks>
    public static async Task<T> TransactAsync<T>(
        this IDbContextFactory<CatalogContext> contexts,
        Func<CatalogContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        ArgumentNullException.ThrowIfNull(work);
        await using CatalogContext strategyContext = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await strategyContext.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using CatalogContext context = await contexts.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
                T result = await work(context, token).ConfigureAwait(false);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return result;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="TransactAsync{T}"/>
    public static Task TransactAsync(
        this IDbContextFactory<CatalogContext> contexts,
        Func<CatalogContext, CancellationToken, Task> work,
        CancellationToken cancellationToken = default) =>
        contexts.TransactAsync(
            async (context, token) =>
            {
                await work(context, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
}
