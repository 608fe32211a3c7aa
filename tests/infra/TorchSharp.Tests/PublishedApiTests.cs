using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace TorchSharp.Tests;

/// <summary>
/// The stand-in against the published package's signatures: what compiles against it must compile against the package. Types
/// that the sheet of signatures does not list cannot be compared.
/// </summary>
public sealed partial class PublishedApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_member_has_a_published_signature()
    {
        Dictionary<string, HashSet<string>> published = ReadSheet();
        published.Count.ShouldBeGreaterThan(100);
        List<string> strangers = [];
        int compared = 0;
        foreach (Type type in typeof(torch).Assembly.GetTypes().Where(IsVisible).Where(type => !type.IsEnum))
        {
            if (!published.TryGetValue(TypeKey(type), out HashSet<string>? signatures))
            {
                continue;
            }

            foreach (string signature in Members(type))
            {
                compared++;
                if (!signatures.Contains(signature))
                {
                    strangers.Add($"{TypeKey(type)}: {signature}");
                }
            }
        }

        compared.ShouldBeGreaterThan(1000);
        strangers.ShouldBeEmpty(string.Join('\n', strangers));
    }

    [Fact]
    public void Enumerations_have_the_published_numbers()
    {
        Dictionary<string, HashSet<string>> published = ReadSheet();
        foreach (Type type in typeof(torch).Assembly.GetTypes().Where(type => type.IsEnum && IsVisible(type)))
        {
            if (!published.TryGetValue(TypeKey(type), out HashSet<string>? values))
            {
                continue;
            }

            string[] own = [.. Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")];
            own.ShouldBe(values, ignoreOrder: true, type.Name);
        }
    }

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static string TypeKey(Type type)
    {
        string name = Regex.Replace(type.Name, "`\\d+", string.Empty);
        int arity = type.GetGenericArguments().Length - (type.DeclaringType?.GetGenericArguments().Length ?? 0);
        string own = arity > 0 ? $"{name}<{arity}>" : name;
        return type.DeclaringType is { } outer && outer != typeof(torch) && outer.Name is not "nn" ? $"{TypeKey(outer)}.{own}" : own;
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case MethodInfo method when Visible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !Ignored(method):
                    yield return Method(method);
                    break;
                case ConstructorInfo constructor when Visible(constructor) && !constructor.IsStatic && !(type.IsAbstract && constructor.GetParameters().Length == 0):
                    yield return $"new({Parameters(constructor)})";
                    break;
                case PropertyInfo property when property.GetAccessors(true).Any(Visible):
                    yield return property.GetIndexParameters().Length > 0
                        ? $"{Name(property.PropertyType)} this[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]"
                        : $"{Name(property.PropertyType)} {property.Name}";
                    break;
                case FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly:
                    yield return $"{Name(field.FieldType)} {field.Name}";
                    break;
            }
        }
    }

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Overrides are the base's signatures; explicit implementations are not visible.
    private static bool Ignored(MethodInfo method) =>
        method.Name is "Finalize" or "<Clone>$" || (method.IsVirtual && method.GetBaseDefinition() != method)
        || method.Name.Contains('.');

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;
        string name = method.Name switch
        {
            "op_Equality" => "operator ==",
            "op_Inequality" => "operator !=",
            "op_LessThan" => "operator <",
            "op_LessThanOrEqual" => "operator <=",
            "op_GreaterThan" => "operator >",
            "op_GreaterThanOrEqual" => "operator >=",
            "op_UnaryNegation" => "operator -(unary)",
            "op_Addition" => "operator +",
            "op_Subtraction" => "operator -",
            "op_Multiply" => "operator *",
            "op_Division" => "operator /",
            "op_Modulus" => "operator %",
            "op_BitwiseAnd" => "operator &",
            "op_BitwiseOr" => "operator |",
            "op_ExclusiveOr" => "operator ^",
            "op_OnesComplement" => "operator ~",
            "op_Implicit" => "implicit operator",
            "op_Explicit" => "explicit operator",
            var other => other,
        };
        return $"{Name(method.ReturnType)} {name}{generic}({(method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty)}{Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var text = new StringBuilder();
        if (parameter.IsDefined(typeof(ParamArrayAttribute)))
        {
            text.Append("params ");
        }

        if (parameter.ParameterType.IsByRef)
        {
            text.Append(parameter.IsOut ? "out " : "ref ");
        }

        text.Append(Name(parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType)).Append(' ').Append(parameter.Name);
        if (parameter.HasDefaultValue)
        {
            text.Append(" = ").Append(Value(parameter));
        }

        return text.ToString();
    }

    private static string Value(ParameterInfo parameter)
    {
        object? value = parameter.DefaultValue;
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return value switch
        {
            null => type.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
            bool flag => flag ? "true" : "false",
            char letter => $"'{letter}'",
            string text => $"\"{text}\"",
            _ when type.IsEnum => Enum.ToObject(type, value).ToString()!,
            IFormattable number => Number(number.ToString(null, CultureInfo.InvariantCulture)),
            _ => value.ToString()!,
        };
    }

    private static string Number(string text) =>
        double.TryParse(text.TrimEnd('f'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number.ToString("g9", CultureInfo.InvariantCulture) : text;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner) + "?";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        string name = type switch
        {
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(byte) => "byte",
            _ when type == typeof(sbyte) => "sbyte",
            _ when type == typeof(short) => "short",
            _ when type == typeof(int) => "int",
            _ when type == typeof(uint) => "uint",
            _ when type == typeof(long) => "long",
            _ when type == typeof(ulong) => "ulong",
            _ when type == typeof(float) => "float",
            _ when type == typeof(double) => "double",
            _ when type == typeof(char) => "char",
            _ when type == typeof(string) => "string",
            _ when type == typeof(object) => "object",
            _ when type == typeof(void) => "void",
            _ when type == typeof(Complex) => "Complex",
            _ => Regex.Replace(type.Name, "`\\d+", string.Empty),
        };
        Type[] arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        if (name == "ValueTuple")
        {
            return $"({string.Join(", ", arguments.Select(Name))})";
        }

        return arguments.Length > 0 && !type.IsGenericParameter && type.Name.Contains('`') ? $"{name}<{string.Join(", ", arguments.Select(Name))}>" : name;
    }

    /// <summary>The signatures by type, in the form that <see cref="Members"/> gives them.</summary>
    private static Dictionary<string, HashSet<string>> ReadSheet()
    {
        const string Options = "torch.ScalarType? dtype = null, torch.Device? device = null, bool requires_grad = false";
        Dictionary<string, HashSet<string>> types = [];
        HashSet<string>? current = null;
        bool isEnum = false;
        foreach (string line in File.ReadLines(SharedFolder.PathOf("reference", "api", "torchsharp.md")))
        {
            Match header = Header().Match(line);
            if (header.Success)
            {
                isEnum = header.Groups["kind"].Value == "enum";
                string key = SheetKey(header.Groups["name"].Value, header.Groups["in"].Value);
                if (!types.TryGetValue(key, out current))
                {
                    types.Add(key, current = []);
                }

                continue;
            }

            if (current is null || !line.StartsWith("  ", StringComparison.Ordinal))
            {
                continue;
            }

            if (isEnum)
            {
                current.UnionWith(line.Split(',', StringSplitOptions.TrimEntries));
                continue;
            }

            string text = line.Trim().Replace("«opts»", Options, StringComparison.Ordinal);
            Match elements = Regex.Match(text, @"\s*// ELT: (.*)$");
            string declaration = Regex.Replace(text, @"\s*//.*$", string.Empty);
            string[] kinds = elements.Success ? elements.Groups[1].Value.Split('|') : [string.Empty];
            foreach (string kind in kinds)
            {
                string one = elements.Success ? Regex.Replace(declaration, @"\bELT\b", kind) : declaration;
                current.Add(Normal(one, header: null));
            }
        }

        return types;
    }

    private static string SheetKey(string name, string inside)
    {
        name = Regex.Replace(name, "<([^<>]*)>", match => $"<{match.Groups[1].Value.Split(',').Length}>");
        name = Regex.Replace(name, @"^(TorchSharp\.)?(Modules\.|Utils\.)?", string.Empty);
        return Regex.Replace(name, @"^torch\.(nn\.(?=.))?", string.Empty);
    }

    /// <summary>Brings a line of the sheet to the form of <see cref="Members"/>.</summary>
    private static string Normal(string declaration, string? header)
    {
        string text = declaration.TrimEnd(';');
        text = Regex.Replace(text, @"^((public|protected|static|virtual|override|abstract|readonly)\s+)+", string.Empty);
        text = Regex.Replace(text, @"\s+where .*$", string.Empty);
        text = Regex.Replace(text, @"\s*\{[^}]*\}$", string.Empty);
        text = Regex.Replace(text, @"\w+<[^<>]*>\.(?=\w)", string.Empty);
        text = Regex.Replace(text, @"\b(?:[A-Za-z_]\w*\.)+([A-Za-z_])", "$1");
        text = Regex.Replace(text, @"ValueTuple<((?:[^<>]|<[^<>]*>)*)>", "($1)");
        text = Regex.Replace(text, @"(?<!['""])@", string.Empty);

        // Only value types are nullable at run time.
        text = Regex.Replace(text, @"(\w+|[\])>])\?", match => IsValue(match.Groups[1].Value) ? match.Value : match.Groups[1].Value);
        text = Regex.Replace(text, @"= ([-+0-9.Ef]+)(?=[,)])", match => "= " + Number(match.Groups[1].Value));
        text = Regex.Replace(text, @"= (\w+)(?=[,)\]])", match => "= " + match.Groups[1].Value);
        Match constructor = Regex.Match(text, @"^(\w+)(<[^>]*>)?\((.*)\)$");
        text = constructor.Success ? $"new({constructor.Groups[3].Value})" : text;

        // "static Tensor operator +" and "static Device implicit operator(string description)".
        return Regex.Replace(text, @"\s+", " ").Trim();
    }

    private static bool IsValue(string name) => name is "bool" or "byte" or "sbyte" or "short" or "int" or "long" or "float" or "double" or "ScalarType"
        or ")" or "AudioFormat" or "AudioEncoding" or "Padding" or "Index" or "Range" or "Size" or "Reduction" or "TensorStringStyle";

    [GeneratedRegex(@"^// ---- (?:(?:static|sealed|abstract) )*(?<kind>class|struct|enum|interface|delegate) (?<name>[^:]*?)(?: : .*?)?(?:\s+// in (?<in>.*))?$")]
    private static partial Regex Header();
}
