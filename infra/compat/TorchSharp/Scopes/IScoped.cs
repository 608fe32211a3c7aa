namespace TorchSharp.Native;

/// <summary>A disposable that knows its dispose scope.</summary>
internal interface IScoped
{
    DisposeScope? OwningDisposeScope { get; set; }

    bool IsDisposed { get; }

    /// <summary>Disposes, when the scope's owner has counted the disposal already.</summary>
    void DisposeCounted();
}
