package ringside.behavior.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringside.behavior.IntPort;
import ringside.behavior.Leaf;
import ringside.behavior.Leaves;
import ringside.behavior.NodeKind;
import ringside.behavior.TreeBuilder;

/** Reads what a single element says: which node it is, and the values of its ports. */
final class NodeReader {
    /** A node without its children. */
    record Node(NodeKind kind, String name, List<Integer> values) {
        int[] portValues() {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Stands for a value that was reported as wrong, or is not known: no tree is built then. */
    private static final int UNKNOWN = 0;

    /** BehaviorTree.CPP's own nodes that need scripts, a blackboard or skipping. */
    private static final Set<String> NOT_RUN = Set.of(
            "ConsumeQueue",
            "EntryUpdated",
            "LoopBool",
            "LoopDouble",
            "LoopInt",
            "LoopString",
            "Precondition",
            "RunOnce",
            "Script",
            "ScriptCondition",
            "SetBlackboard",
            "SkipUnlessUpdated",
            "Switch2",
            "Switch3",
            "Switch4",
            "Switch5",
            "Switch6",
            "TryCatch",
            "UnsetBlackboard",
            "UpdatedAction",
            "WaitValueUpdate",
            "WasEntryUpdated");

    private static final Set<String> SCRIPTS =
            Set.of("_failureIf", "_successIf", "_skipIf", "_while", "_onSuccess", "_onFailure", "_onHalted", "_post");

    private static final List<String> CATEGORIES = List.of("Control", "Decorator", "Action", "Condition");

    private final Leaves<?> leaves;
    private final Problems problems;

    NodeReader(final Leaves<?> leaves, final Problems problems) {
        this.leaves = leaves;
        this.problems = problems;
    }

    /** The node that an element stands for, or null when it is none. */
    @Nullable
    Node read(final Element element, final Values values) {
        final boolean isLong = CATEGORIES.contains(element.tag());
        final String name = isLong ? element.attribute("ID") : element.tag();
        if (name == null) {
            problems.add(element, "its ID is missing: it says which " + element.tag() + " it is");
            return null;
        }
        final Leaf<?> leaf = leaves.find(name);
        final NodeKind kind = leaf != null
                ? leaf.isAction() ? NodeKind.ACTION : NodeKind.CONDITION
                : isLong && CATEGORIES.contains(name) ? null : NodeKind.find(name);
        if (kind == null) {
            problems.add(element, unknown(name));
            return null;
        }
        if (isLong && !element.tag().equals(category(kind))) {
            problems.add(element, name + " is no " + element.tag() + " but " + category(kind));
            return null;
        }
        final List<IntPort> ports = leaf != null ? leaf.ports() : kind.ports();
        requireOnly(element, ports, isLong);
        final String complaint = kind.complaint(element.children().size());
        if (complaint != null) {
            problems.add(element, leaf == null ? complaint : "it has no children in it: only control nodes have");
        }
        final List<Integer> read = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            final Integer value = value(element, ports.get(i), values);
            read.add(value == null ? UNKNOWN : value);
            if (value != null && kind == NodeKind.PARALLEL && complaint == null) {
                final String wrong = TreeBuilder.parallelComplaint(
                        ports.get(i), value, element.children().size());
                if (wrong != null) {
                    problems.add(element, wrong);
                }
            }
        }
        return new Node(kind, name, read);
    }

    private static String category(final NodeKind kind) {
        return switch (kind.family()) {
            case CONTROL -> "Control";
            case DECORATOR -> "Decorator";
            case LEAF -> kind == NodeKind.CONDITION ? "Condition" : "Action";
        };
    }

    private String unknown(final String name) {
        return NOT_RUN.contains(name)
                ? name + " is not run: trees here have no scripts and no blackboard; let one of the game's leaves do it"
                : "there is no node " + ElementReader.shortened(name) + "; the game offers " + leaves.all();
    }

    private void requireOnly(final Element element, final List<IntPort> ports, final boolean isLong) {
        for (final String name : element.attributes().keySet()) {
            if (SCRIPTS.contains(name)) {
                problems.add(element, name + " is a script; trees here have none: use a condition");
            } else if (!name.startsWith("_")
                    && !name.equals("name")
                    && !(isLong && name.equals("ID"))
                    && ports.stream().noneMatch(port -> port.name().equals(name))) {
                problems.add(
                        element,
                        "it has no port " + ElementReader.shortened(name)
                                + (ports.isEmpty()
                                        ? "; it has none"
                                        : "; it has "
                                                + ports.stream()
                                                        .map(IntPort::name)
                                                        .toList()));
            }
        }
    }

    /** A port's value; null when there is none, which was reported, or which is not known. */
    private @Nullable Integer value(final Element element, final IntPort port, final Values values) {
        final String text = element.attribute(port.name());
        if (text == null) {
            if (port.defaultValue() == null) {
                problems.add(
                        element,
                        "port " + port.name() + " is missing; " + port.min() + " to " + port.max() + " are possible");
            }
            return port.defaultValue();
        }
        final Integer value = number(element, port.name(), text, values);
        final String complaint = value == null ? null : port.complaint(value);
        if (complaint != null) {
            problems.add(element, "port " + complaint);
        }
        return complaint == null ? value : null;
    }

    private @Nullable Integer number(final Element element, final String port, final String text, final Values values) {
        final String trimmed = text.trim();
        if (trimmed.startsWith("{") && trimmed.endsWith("}")) {
            final String inner = trimmed.substring(1, trimmed.length() - 1);
            final String name = inner.equals("=") ? port : inner;
            final Integer given = values.given().get(name);
            if (values.known() && !values.given().containsKey(name)) {
                problems.add(
                        element,
                        "port " + port + ": the tree is handed no " + ElementReader.shortened(name)
                                + "; there is no blackboard besides: write a number, or hand it over at the SubTree");
            }
            return given;
        }
        try {
            return Integer.valueOf(trimmed);
        } catch (final NumberFormatException e) {
            problems.add(element, "port " + port + ": '" + ElementReader.shortened(text) + "' is no whole number");
            return null;
        }
    }

    /** What a SubTree hands to the tree that it names. */
    Values handed(final Element element, final Values values) {
        final Map<String, @Nullable Integer> given = new LinkedHashMap<>();
        if ("true".equals(element.attribute("_autoremap")) || "1".equals(element.attribute("_autoremap"))) {
            given.putAll(values.given());
        }
        for (final Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            final String name = attribute.getKey();
            if (SCRIPTS.contains(name)) {
                problems.add(element, name + " is a script; trees here have none: use a condition");
            } else if (!name.startsWith("_") && !name.equals("name") && !name.equals("ID")) {
                given.put(name, number(element, name, attribute.getValue(), values));
            }
        }
        return new Values(given, values.known());
    }

    /** Refuses a palette that says something else of the game's leaves than the game: the file is of another version. */
    void checkModels(final Element models) {
        for (final Element model : models.children()) {
            final String id = model.attribute("ID");
            if (id == null || !CATEGORIES.contains(model.tag())) {
                continue;
            }
            final Leaf<?> leaf = leaves.find(id);
            final boolean isLeaf = model.tag().equals("Action") || model.tag().equals("Condition");
            if (leaf == null
                    ? isLeaf && NodeKind.find(id) == null
                    : leaf.isAction() != model.tag().equals("Action")) {
                problems.add(model, "the game offers no such " + model.tag() + ": bring the models up to date");
            } else if (leaf != null) {
                checkPorts(model, leaf);
            }
        }
    }

    private void checkPorts(final Element model, final Leaf<?> leaf) {
        for (final Element port : model.children()) {
            final String name = port.attribute("name");
            if (port.tag().endsWith("_port")
                    && leaf.ports().stream().noneMatch(known -> known.name().equals(name))) {
                problems.add(port, leaf.name() + " has no such port: bring the models up to date");
            }
        }
    }
}
