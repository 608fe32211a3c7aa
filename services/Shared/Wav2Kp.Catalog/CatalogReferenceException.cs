namespace Wav2Kp.Catalog;

/// <summary>A request names something that the catalog does not hold; the message says what.</summary>
public sealed class CatalogReferenceException(string message) : Exception(message);
