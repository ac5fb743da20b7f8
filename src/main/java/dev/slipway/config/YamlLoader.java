package dev.slipway.config;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns the bytes of a file into {@link Yaml}. Values from the environment are put in after parsing, so that they can never
 * add structure.
 */
final class YamlLoader {
    private static final String MERGE = "<<";
    private static final String EXTENSION = "x-";
    /** Far beyond any real file, and small enough for the smallest heap. */
    private static final int MAX_VALUES = 20_000;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_CODE_POINTS = 1 << 20;
    private static final Set<Tag> CORE =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE, Tag.ENV_TAG);

    private final Problems problems;
    private final Interpolation interpolation;
    private int values;

    YamlLoader(Problems problems, Variables variables) {
        this.problems = problems;
        this.interpolation = new Interpolation(variables);
    }

    /** The one document of the file; empty if it is not YAML, which is then reported. An empty file is a null. */
    Optional<Yaml> load(byte[] content) {
        var settings = LoadSettings.builder()
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(MAX_CODE_POINTS)
                .build();
        try {
            var root = new Compose(settings).composeInputStream(new ByteArrayInputStream(content));
            return Optional.of(root.isPresent() ? convert(root.get(), 0) : nothing());
        } catch (TooMuch e) {
            problems.report(e.at, e.what);
        } catch (MarkedYamlEngineException e) {
            problems.report(
                    spot(e.getProblemMark().or(e::getContextMark)), "this is not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.report(Yaml.Spot.START, "this is not valid YAML: " + e);
        }
        return Optional.empty();
    }

    private static Yaml nothing() {
        return new Yaml.Text(Yaml.Spot.START, "", "", true);
    }

    private Yaml convert(Node node, int depth) throws TooMuch {
        count(node, depth);
        if (!CORE.contains(node.getTag())) {
            problems.report(spot(node), "the YAML tag " + node.getTag().getValue() + " is not understood; remove it");
        }
        return switch (node) {
            case MappingNode mapping -> entries(mapping, depth);
            case SequenceNode sequence -> items(sequence, depth);
            case ScalarNode scalar -> text(scalar);
            default -> throw new IllegalStateException("a composed file holds no " + node.getNodeType());
        };
    }

    /** Aliases let a short file stand for a huge or an endless one: what counts is what it stands for. */
    private void count(Node node, int depth) throws TooMuch {
        if (++values > MAX_VALUES) {
            throw new TooMuch(
                    spot(node),
                    "the file stands for more than " + MAX_VALUES
                            + " values, aliases counted as often as they are used; use fewer aliases");
        }
        if (depth > MAX_DEPTH) {
            throw new TooMuch(
                    spot(node), "values are nested more than " + MAX_DEPTH + " deep, or an alias contains itself");
        }
    }

    private Yaml text(ScalarNode scalar) {
        var written = scalar.getValue();
        boolean plain = scalar.isPlain();
        try {
            var value = interpolation.expand(written);
            if (value.contains(ShellLine.UNKNOWN)) {
                problems.warn(
                        spot(scalar),
                        ShellLine.UNKNOWN + " stands where slipway import could not know the value; put the right one");
            }
            return new Yaml.Text(spot(scalar), written, value, plain);
        } catch (Misfit misfit) {
            problems.report(spot(scalar), misfit.message(written));
            return new Yaml.Unreadable(spot(scalar));
        }
    }

    private Yaml items(SequenceNode sequence, int depth) throws TooMuch {
        var items = new ArrayList<Yaml>();
        for (var item : sequence.getValue()) {
            items.add(convert(item, depth + 1));
        }
        return new Yaml.Items(spot(sequence), items);
    }

    private Yaml.Entries entries(MappingNode mapping, int depth) throws TooMuch {
        var own = new LinkedHashMap<String, Yaml.Entry>();
        var merged = new LinkedHashMap<String, Yaml.Entry>();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.report(spot(tuple.getKeyNode()), "a key must be plain text, not a list or a mapping");
            } else if (keyNode.getValue().equals(MERGE)) {
                merge(tuple, depth, merged);
            } else if (!keyNode.getValue().startsWith(EXTENSION)) {
                add(keyNode, tuple.getValueNode(), depth, own);
            }
        }
        merged.forEach(own::putIfAbsent);
        return new Yaml.Entries(spot(mapping), List.copyOf(own.values()));
    }

    private void add(ScalarNode keyNode, Node value, int depth, Map<String, Yaml.Entry> own) throws TooMuch {
        var key = keyNode.getValue();
        var entry = new Yaml.Entry(spot(keyNode), key, convert(value, depth + 1));
        var first = own.putIfAbsent(key, entry);
        if (first != null) {
            problems.report(
                    entry.at(),
                    "key '" + key + "' is given twice, first in line "
                            + first.at().line() + "; remove one of them");
        }
    }

    /** {@code <<: *a} or {@code <<: [*a, *b]}; the first that has a key wins, and the mapping's own keys before all. */
    private void merge(NodeTuple tuple, int depth, Map<String, Yaml.Entry> merged) throws TooMuch {
        var sources =
                tuple.getValueNode() instanceof SequenceNode list ? list.getValue() : List.of(tuple.getValueNode());
        for (var source : sources) {
            if (source instanceof MappingNode mapping) {
                count(source, depth);
                entries(mapping, depth + 1).entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
            } else {
                problems.report(
                        spot(source), "'<<' must be an alias of a mapping, such as *defaults, or a list of these");
            }
        }
    }

    private static Yaml.Spot spot(Node node) {
        return spot(node.getStartMark());
    }

    private static Yaml.Spot spot(Optional<Mark> mark) {
        return mark.map(it -> new Yaml.Spot(it.getLine() + 1, it.getColumn() + 1))
                .orElse(Yaml.Spot.START);
    }

    /** Ends the reading of a file whose tree would be too big. */
    private static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Yaml.Spot at;
        private final String what;

        TooMuch(Yaml.Spot at, String what) {
            super(what);
            this.at = at;
            this.what = what;
        }
    }
}
