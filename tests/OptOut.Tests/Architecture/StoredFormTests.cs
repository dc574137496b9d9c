using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Tests;

/// <summary>
/// What is stored, queued or published is words: a member that is put before others must not re-label what was written years ago.
/// </summary>
public class StoredFormTests
{
    /// <summary>Every enum that a JSON context of the core reaches, from whichever of its types.</summary>
    private static readonly IReadOnlyDictionary<Type, JsonSerializerOptions> Enums = Reachable();

    [Fact]
    public void The_contexts_are_found_and_reach_the_enums_that_are_stored()
    {
        Assert.Superset(
            new HashSet<Type>
            {
                typeof(EventType),
                typeof(Meaning),
                typeof(ReplyKind),
                typeof(Route),
                typeof(ConfirmationState),
                typeof(Scope),
                typeof(Basis),
                typeof(CheckKind),
                typeof(Obligation),
            },
            Enums.Keys.ToHashSet()
        );
    }

    [Fact]
    public void Every_enum_is_written_as_a_word_and_read_from_nothing_else() =>
        Assert.All(
            Enums,
            pair =>
            {
                foreach (var value in Enum.GetValues(pair.Key))
                {
                    var written = JsonSerializer.SerializeToNode(value, pair.Key, pair.Value)!;
                    Assert.Equal(JsonValueKind.String, written.GetValueKind());
                    Assert.Equal(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!), written.GetValue<string>());
                    Assert.Equal(value, written.Deserialize(pair.Key, pair.Value));
                }

                Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("0", pair.Key, pair.Value));
                Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("\"0\"", pair.Key, pair.Value));
            }
        );

    /// <summary>The look itself: an enum without a converter would be found, and is a number.</summary>
    [Fact]
    public void An_enum_without_words_would_be_seen()
    {
        var found = new Dictionary<Type, JsonSerializerOptions>();
        Walk(
            typeof(List<Dictionary<string, Planted?>>),
            new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
            found,
            []
        );
        var (type, options) = Assert.Single(found);
        Assert.Equal(typeof(DayOfWeek), type);
        Assert.Equal(JsonValueKind.Number, JsonSerializer.SerializeToNode(DayOfWeek.Friday, options)!.GetValueKind());
    }

    private static Dictionary<Type, JsonSerializerOptions> Reachable()
    {
        var found = new Dictionary<Type, JsonSerializerOptions>();
        var contexts = typeof(LedgerEvent)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(JsonSerializerContext)) && !t.IsAbstract)
            .ToArray();
        Assert.NotEmpty(contexts);
        foreach (var context in contexts)
        {
            var options = ((JsonSerializerContext)context.GetProperty("Default")!.GetValue(null)!).Options;
            foreach (var root in context.GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute)))
            {
                Walk((Type)root.ConstructorArguments[0].Value!, options, found, []);
            }
        }

        return found;
    }

    private static void Walk(Type type, JsonSerializerOptions options, Dictionary<Type, JsonSerializerOptions> enums, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!seen.Add(type))
        {
            return;
        }

        if (type.IsEnum)
        {
            enums[type] = options;
            return;
        }

        var info = options.GetTypeInfo(type);
        Type?[] inner =
        [
            info.ElementType,
            info.KeyType,
            .. info.Kind == JsonTypeInfoKind.Object ? info.Properties.Where(p => p.Get is not null).Select(p => (Type?)p.PropertyType) : [],
            .. info.PolymorphismOptions?.DerivedTypes.Select(d => (Type?)d.DerivedType) ?? [],
        ];
        foreach (var next in inner.OfType<Type>())
        {
            Walk(next, options, enums, seen);
        }
    }

    private sealed record Planted(DayOfWeek Day);
}
