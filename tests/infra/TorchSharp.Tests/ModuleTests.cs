using System.Text;
using Shouldly;
using TorchSharp.Modules;
using TorchSharp.Utils;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Modules: what they register, keep, save, load, move and forward.</summary>
public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private abstract class Base : Module<Tensor, Tensor>
    {
        private readonly Linear inherited = Linear(2, 2);

        protected Base(string name)
            : base(name)
        {
        }

        public override Tensor forward(Tensor input) => inherited.call(input);
    }

    private sealed class Net : Base
    {
        [ComponentName(Name = "head")]
        public readonly Linear _renamed = Linear(2, 1);
        public readonly Sequential body = Sequential(("first", Linear(2, 2)), ("act", ReLU()), ("drop", Dropout(0.5)));
        public readonly Parameter scale = Parameter(ones(1));
        public readonly Tensor offset = zeros(1);
        public readonly Linear? nothing = null;

        public Net()
            : base(nameof(Net))
        {
            RegisterComponents();
            RegisterComponents();
            register_buffer("passing", ones(1), persistent: false);
        }

        public override Tensor forward(Tensor input) => _renamed.call(body.call(base.forward(input))) * scale + offset;
    }

    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var net = new Net();
        net.named_parameters().Select(item => item.name).ShouldBe(
            ["scale", "inherited.weight", "inherited.bias", "head.weight", "head.bias", "body.first.weight", "body.first.bias"], ignoreOrder: true);
        net.named_buffers().Select(item => item.name).ShouldBe(["offset", "passing"], ignoreOrder: true);
        net.state_dict().Keys.ShouldNotContain("passing");
        net.state_dict().Count.ShouldBe(8);
        net.named_children().Select(item => item.name).ShouldBe(["inherited", "head", "body"], ignoreOrder: true);
        net.named_modules().Count().ShouldBe(6);
        net.has_parameter("body.first.bias").ShouldBeTrue();
        net.get_parameter("body.nothing.bias").ShouldBeNull();
        net.get_buffer("offset").ShouldBeSameAs(net.offset);
        net.GetName().ShouldBe("Net");
        Should.Throw<InvalidOperationException>(() => net.register_buffer("scale", ones(1))).Message.ShouldContain("scale");
        Should.Throw<ArgumentException>(() => net.register_buffer("a.b", ones(1)));
    }

    [Fact]
    public void Training_and_evaluation_reach_every_module_inside()
    {
        using var net = new Net();
        net.training.ShouldBeTrue();
        net.eval();
        net.modules().ShouldAllBe(module => !module.training);
        net.train();
        net.modules().ShouldAllBe(module => module.training);
        int seen = 0;
        net.apply(_ => seen++);
        seen.ShouldBe(7);
    }

    [Fact]
    public void State_is_copied_between_modules_of_one_shape()
    {
        using Net first = new(), second = new();
        first.eval();
        second.eval();
        second.load_state_dict(first.state_dict());
        Tensor x = randn(3, 2);
        second.call(x).Equals(first.call(x)).ShouldBeTrue();
        using (no_grad())
        {
            first.scale.fill_(7);
        }

        second.scale.item<float>().ShouldBe(1f);
        Dictionary<string, Tensor> state = first.state_dict();
        state.Remove("scale");
        state["stranger"] = ones(1);
        Should.Throw<InvalidOperationException>(() => second.load_state_dict(state)).Message.ShouldContain("stranger");
        (IList<string> missing, IList<string> unexpected) = second.load_state_dict(state, strict: false);
        missing.ShouldBe(["scale"]);
        unexpected.ShouldBe(["stranger"]);
        second.load_state_dict(state, skip: ["scale", "stranger"]).missing_keys.ShouldBeEmpty();
        state = first.state_dict();
        state["head.weight"] = ones(3, 3);
        Should.Throw<InvalidOperationException>(() => second.load_state_dict(state)).Message.ShouldContain("[3, 3]");
    }

    [Fact]
    public void What_is_saved_is_loaded_again()
    {
        using Net first = new(), second = new();
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        try
        {
            first.save(path);
            Dictionary<string, bool> loaded = [];
            second.load(path, loadedParameters: loaded);
            loaded.Values.ShouldAllBe(one => one);
            foreach ((string key, Tensor value) in first.state_dict())
            {
                second.state_dict()[key].Equals(value).ShouldBeTrue(key);
            }

            using var other = Linear(2, 2);
            Should.Throw<ArgumentException>(() => other.load(path)).Message.ShouldContain("which this module does not have");
            other.load(path, strict: false);
            byte[] whole = File.ReadAllBytes(path);
            using var cut = new MemoryStream(whole[..(whole.Length / 2)]);
            Should.Throw<EndOfStreamException>(() => second.load(cut));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_file_is_laid_out_as_published()
    {
        using var linear = Linear(Parameter(tensor(new float[,] { { 1, 2 } })));
        using var file = new MemoryStream();
        linear.save(file);
        byte[] expected = [1, 6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        file.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Tensors_of_every_type_are_saved_and_loaded()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        try
        {
            foreach (ScalarType type in Enum.GetValues<ScalarType>())
            {
                Tensor original = arange(6).view(2, 3).t().to(type);
                original.Save(path);
                Tensor.Load(path).Equals(original).ShouldBeTrue(type.ToString());
                original.save(path);
                Tensor back = load(path);
                back.dtype.ShouldBe(type);
                back.Equals(original).ShouldBeTrue(type.ToString());
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Modules_are_converted_in_place_with_their_gradients()
    {
        using var net = new Net();
        Parameter scale = net.scale;
        net.call(randn(1, 2)).backward();
        net.to(float64).ShouldBeSameAs(net);
        net.scale.ShouldBeSameAs(scale);
        scale.dtype.ShouldBe(ScalarType.Float64);
        scale.grad!.dtype.ShouldBe(ScalarType.Float64);
        scale.is_leaf.ShouldBeTrue();
        scale.requires_grad.ShouldBeTrue();
        net.call(randn(1, 2, dtype: float64)).dtype.ShouldBe(ScalarType.Float64);
        net.cpu().@float().scale.dtype.ShouldBe(ScalarType.Float32);
        using var norm = BatchNorm1d(2);
        norm.@double();
        norm.num_batches_tracked!.dtype.ShouldBe(ScalarType.Int64);
        Should.Throw<ArgumentException>(() => net.to(int32));
    }

    [Fact]
    public void Gradients_are_dropped_or_zeroed()
    {
        using var linear = Linear(2, 1);
        linear.call(ones(2)).backward();
        linear.zero_grad(set_to_none: false);
        linear.weight.grad!.data<float>().ToArray().ShouldBe([0, 0]);
        linear.zero_grad();
        linear.weight.grad.ShouldBeNull();
    }

    [Fact]
    public void Hooks_see_and_change_what_passes()
    {
        using var linear = Linear(1, 1, hasBias: false);
        init.ones_(linear.weight);
        var before = linear.register_forward_pre_hook((_, input) => input * 2);
        var after = linear.register_forward_hook((_, _, output) => output + 1);
        int calls = 0;
        var counting = linear.register_forward_hook(_ => calls++);
        linear.call(ones(1)).item<float>().ShouldBe(3f);
        before.remove();
        after.remove();
        counting.remove();
        linear.call(ones(1)).item<float>().ShouldBe(1f);
        calls.ShouldBe(1);
    }

    [Fact]
    public void Sequential_chains_indexes_and_disposes_what_passes_between()
    {
        var chain = Sequential(Linear(2, 3), ReLU(), Linear(3, 1));
        long before = Tensor.TotalCount;
        using (no_grad())
        {
            chain.call(ones(1, 2)).shape.ShouldBe([1, 1]);
        }

        (Tensor.TotalCount - before).ShouldBe(2);
        chain.Count.ShouldBe(3);
        chain[1].ShouldBeOfType<ReLU>();
        chain[..2].Count.ShouldBe(2);
        chain.append("last", Tanh());
        chain.named_children().Select(item => item.name).ShouldBe(["0", "1", "2", "last"]);
        chain.state_dict().Keys.ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"], ignoreOrder: true);
        Tensor x = ones(1);
        Sequential().call(x).Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void Lists_and_dictionaries_register_what_they_hold()
    {
        var list = ModuleList(Linear(1, 1), Linear(1, 2));
        list.Insert(0, Linear(3, 3));
        list.named_parameters().Select(item => item.name).ShouldContain("2.bias");
        list[0].in_features.ShouldBe(3);
        list.RemoveAt(1);
        list.Count.ShouldBe(2);
        var dict = ModuleDict(("a", Linear(1, 1)), ("b", Linear(1, 1)));
        dict["c"] = Linear(1, 1);
        dict.state_dict().Keys.ShouldContain("c.weight");
        dict.Remove("a").ShouldBeTrue();
        dict.keys().ShouldBe(["b", "c"]);
        var parameters = ParameterList(Parameter(ones(1)), Parameter(ones(2)));
        parameters.named_parameters().Select(item => item.name).ShouldBe(["0", "1"]);
        parameters[1].NumberOfElements.ShouldBe(2);
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor()
    {
        Tensor data = ones(2);
        var parameter = new Parameter(data);
        data.IsInvalid.ShouldBeTrue();
        parameter.requires_grad.ShouldBeTrue();
        new Parameter(ones(1), requires_grad: false).requires_grad.ShouldBeFalse();
        _scope.Contains(parameter).ShouldBeTrue();
    }

    [Fact]
    public void A_module_made_in_a_scope_outlives_it_and_disposes_its_tensors_itself()
    {
        Linear linear;
        using (NewDisposeScope())
        {
            linear = Linear(2, 2);
        }

        linear.call(ones(2)).shape.ShouldBe([2]);
        Parameter weight = linear.weight;
        linear.Dispose();
        weight.IsInvalid.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => linear.call(ones(2)));
    }
}
