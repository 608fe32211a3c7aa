namespace Aspire.Hosting.ApplicationModel;

/// <summary>A RabbitMQ broker.</summary>
public class RabbitMQServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";

    private const string DefaultUserName = "guest";

    /// <summary>A broker.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="userName">The user's name; <c>guest</c> if null.</param>
    /// <param name="password">The user's password.</param>
    public RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(password);
        UserNameParameter = userName;
        PasswordParameter = password;
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
    }

    /// <summary>Where it listens for AMQP.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>The host.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>The port.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>The user's name, if it was given as a parameter.</summary>
    public ParameterResource? UserNameParameter { get; }

    /// <summary>The user's password.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <summary>The user's name.</summary>
    public ReferenceExpression UserNameReference => UserNameParameter is null
        ? ReferenceExpression.Create($"{DefaultUserName}")
        : ReferenceExpression.Create($"{UserNameParameter}");

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        "amqp://{0}:{1}@{2}",
        [new UriData(UserNameReference), new UriData(PasswordParameter), PrimaryEndpoint.Property(EndpointProperty.HostAndPort)]);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Host}")),
        new("Port", ReferenceExpression.Create($"{Port}")),
        new("Username", UserNameReference),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", ConnectionStringExpression),
    ];

    /// <summary>A value escaped for the user information of a URI.</summary>
    private sealed class UriData(IValueProvider inner) : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => ((IManifestExpressionProvider)inner).ValueExpression;

        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            Uri.EscapeDataString(await inner.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "");
    }
}
