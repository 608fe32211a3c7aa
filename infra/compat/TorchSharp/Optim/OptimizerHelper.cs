using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser's group of parameters is optimised with.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }
}

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Takes another state's values over, as copies.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    public abstract void SaveStateDict(BinaryWriter writer);

    public virtual void to(Device device)
    {
    }

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
}

/// <summary>Parameters that are optimised with the same options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public ParamGroup()
    {
    }

    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions? Options { get; set; }

    public double LearningRate
    {
        get => Options!.LearningRate!.Value;
        set => Options!.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options!.InitialLearningRate;
        set => Options!.InitialLearningRate = value;
    }
}

/// <summary>Parameters with the options of one optimiser.</summary>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    public ParamGroup()
    {
    }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        base.Parameters = parameters;
        base.Options = options;
    }

    public new TOptions? Options
    {
        get => (TOptions?)base.Options;
        set => base.Options = value;
    }
}

/// <summary>What optimisers share: groups, state by parameter, and their saving.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = new();
    private protected readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        if (!File.Exists(location))
        {
            throw new FileNotFoundException($"There is no file '{location}' to load an optimiser's state from.", location);
        }

        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <summary>Writes the optimiser's name, its groups' options and its parameters' state, in order.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        optim.Optimizer.StateDictionary state = state_dict();
        writer.Write7BitEncodedInt(state.Options.Count);
        writer.Write7BitEncodedInt(state.State.Count);
        foreach (OptimizerOptions options in state.Options)
        {
            options.SaveStateDict(writer);
        }

        foreach (OptimizerState one in state.State)
        {
            one.SaveStateDict(writer);
        }

        writer.Flush();
    }

    /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> wrote, for the same optimiser over the same parameters.</summary>
    /// <exception cref="InvalidDataException">The state is of another optimiser or of other parameters.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        string name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException($"The saved state belongs to {name}, not to {GetType().Name}.");
        }

        optim.Optimizer.StateDictionary state = state_dict();
        int options = reader.Read7BitEncodedInt(), states = reader.Read7BitEncodedInt();
        if (options != state.Options.Count || states != state.State.Count)
        {
            throw new InvalidDataException(
                $"The saved state has {options} groups and {states} parameters, this optimiser {state.Options.Count} and {state.State.Count}.");
        }

        foreach (OptimizerOptions one in state.Options)
        {
            one.LoadStateDict(reader);
        }

        foreach (OptimizerState one in state.State)
        {
            one.LoadStateDict(reader);
        }
    }

    /// <summary>Takes another optimiser's options and state over, as copies.</summary>
    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        optim.Optimizer.StateDictionary own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
        {
            throw new ArgumentException(
                $"The state has {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, this optimiser {own.Options.Count} and {own.State.Count}.", nameof(state_dict));
        }

        for (int i = 0; i < own.Options.Count; i++)
        {
            own.Options[i].LoadStateDict(state_dict.Options[i]);
        }

        for (int i = 0; i < own.State.Count; i++)
        {
            own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    /// <summary>The options and the state themselves, not copies.</summary>
    public virtual optim.Optimizer.StateDictionary state_dict()
    {
        var state = new optim.Optimizer.StateDictionary();
        foreach (ParamGroup group in _parameter_groups)
        {
            state.Options.Add(group.Options!);
            foreach (Parameter parameter in group.Parameters)
            {
                state.State.Add(_states[parameter]);
            }
        }

        return state;
    }

    /// <summary>Moves the state.</summary>
    public void to(Device device)
    {
        foreach (OptimizerState state in _states.Values)
        {
            state.to(device);
        }
    }

    /// <summary>Runs the body for each group, untracked and in a dispose scope, after the closure.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using (enable_grad())
            {
                loss = loss_closure();
            }
        }

        using IDisposable untracked = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (ParamGroup group in _parameter_groups)
        {
            body((T)group);
        }

        return loss;
    }

    public override void add_param_group(ParamGroup param_group)
    {
        Parameter[] parameters = [.. param_group.Parameters];
        foreach (Parameter parameter in parameters)
        {
            if (_states.ContainsKey(parameter) || parameters.Count(other => ReferenceEquals(other, parameter)) > 1)
            {
                throw new ArgumentException("A parameter appears more than once among the optimiser's parameters.", nameof(param_group));
            }
        }

        param_group.Parameters = parameters;
        base.add_param_group(param_group);
        using IDisposable untracked = no_grad();
        foreach (Parameter parameter in parameters)
        {
            _states.Add(parameter, NewState(parameter, param_group));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in _states.Values)
            {
                (state as IDisposable)?.Dispose();
            }

            _states.Clear();
        }

        base.Dispose(disposing);
    }

    private protected abstract OptimizerState NewState(Parameter parameter, ParamGroup group);

    /// <summary>Those of a group that have a gradient.</summary>
    private protected static Parameter[] WithGradient(ParamGroup group) => [.. group.Parameters.Where(HasGradient)];

    private protected static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }

    /// <summary>A tensor like the parameter, of zeros, owned by the optimiser.</summary>
    private protected static Tensor ZerosLike(Tensor parameter) => zeros_like(parameter).DetachFromDisposeScope();

    private static unsafe bool HasGradient(Parameter parameter)
    {
        nint grad;
        Native.NativeMethods.Check(Native.NativeMethods.wav2kp_tensor_grad(parameter.Handle, &grad));
        Native.NativeMethods.wav2kp_tensor_release(grad);
        return grad != 0;
    }
}
