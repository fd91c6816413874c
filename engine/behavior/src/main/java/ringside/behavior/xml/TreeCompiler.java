package ringside.behavior.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.behavior.BehaviorTree;
import ringside.behavior.Leaves;
import ringside.behavior.TreeBuilder;
import ringside.behavior.TreeException;

/** Makes a tree of a file's elements. One use. */
final class TreeCompiler {
    static final String MODELS = "TreeNodesModel";
    private static final String TREE = "BehaviorTree";
    private static final String FORMAT = "BTCPP_format";
    private static final String MAIN = "main_tree_to_execute";

    private final Problems problems;
    private final NodeReader nodes;
    private final Map<String, Element> trees = new LinkedHashMap<>();

    /** The trees that were met on the ways from the main one. */
    private final List<String> reached = new ArrayList<>();

    private final TreeBuilder builder;
    private boolean full;
    private int nodeCount;

    TreeCompiler(final Leaves<?> leaves, final Problems problems) {
        this.problems = problems;
        this.nodes = new NodeReader(leaves, problems);
        this.builder = new TreeBuilder(leaves);
    }

    /** The main tree; null when there are problems. */
    @Nullable
    BehaviorTree compile(final Element root) {
        if (!root.tag().equals("root")) {
            problems.add(root, "the outermost element of a file of trees is <root " + FORMAT + "=\"4\">");
            return null;
        }
        requireFormat(root);
        collect(root);
        final String main = mainTree(root);
        if (main == null) {
            return null;
        }
        expand(main, Values.NONE);
        for (final String id : trees.keySet()) {
            if (!reached.contains(id)) {
                check(id);
            }
        }
        if (!problems.isEmpty()) {
            return null;
        }
        try {
            return builder.build();
        } catch (final TreeException e) {
            problems.add(root, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void requireFormat(final Element root) {
        for (final String name : root.attributes().keySet()) {
            if (!name.equals(FORMAT) && !name.equals(MAIN) && !name.equals("project_name") && !name.startsWith("_")) {
                problems.add(
                        root,
                        "it has no attribute " + ElementReader.shortened(name) + "; " + FORMAT + " and " + MAIN
                                + " are possible");
            }
        }
        final String format = root.attribute(FORMAT);
        if (!"4".equals(format)) {
            problems.add(
                    root,
                    FORMAT + (format == null ? " is missing" : " is " + ElementReader.shortened(format))
                            + "; 4 is read: open the file in Groot2 and save it");
        }
    }

    private void collect(final Element root) {
        for (final Element element : root.children()) {
            switch (element.tag()) {
                case TREE -> {
                    final String id = element.attribute("ID");
                    if (id == null || id.isEmpty()) {
                        problems.add(element, "its ID is missing: name the tree");
                    } else if (trees.putIfAbsent(id, element) != null) {
                        problems.add(
                                element,
                                "there is a tree of this ID on line "
                                        + trees.get(id).line() + " already: rename one");
                    }
                }
                case MODELS -> nodes.checkModels(element);
                case "include" -> problems.add(element, "other files are not included: copy their trees into this one");
                default -> problems.add(element, "below <root> only " + TREE + " and " + MODELS + " are possible");
            }
        }
    }

    private @Nullable String mainTree(final Element root) {
        final String main = root.attribute(MAIN);
        if (trees.isEmpty()) {
            problems.add(root, "it holds no " + TREE);
            return null;
        }
        if (main == null && trees.size() > 1) {
            problems.add(root, MAIN + " is missing: it says which of " + trees.keySet() + " is the one to run");
            return null;
        }
        if (main != null && !trees.containsKey(main)) {
            problems.add(root, MAIN + " is " + ElementReader.shortened(main) + "; there are " + trees.keySet());
            return null;
        }
        return main == null ? trees.keySet().iterator().next() : main;
    }

    /** Looks at a tree that the main one does not use; what it would be handed is not known. */
    private void check(final String id) {
        nodeCount = 0;
        full = false;
        expand(id, Values.ANY);
    }

    private void expand(final String id, final Values values) {
        expandTree(id, values, new ArrayList<>(), 1);
    }

    private void expandTree(final String id, final Values values, final List<String> path, final int depth) {
        if (!reached.contains(id)) {
            reached.add(id);
        }
        final Element tree = trees.get(id);
        if (tree == null) {
            return;
        }
        if (tree.children().size() != 1) {
            problems.add(
                    tree,
                    "it has " + tree.children().size() + " nodes below it; a tree has exactly one root: "
                            + (tree.children().isEmpty() ? "put one in" : "put them below a Sequence"));
            return;
        }
        path.add(id);
        expandNode(tree.children().get(0), values, path, depth);
        path.remove(path.size() - 1);
    }

    private void expandNode(final Element element, final Values values, final List<String> path, final int depth) {
        if (full) {
            return;
        }
        if (element.tag().equals("SubTree")) {
            expandSubTree(element, values, path, depth);
            return;
        }
        if (depth > BehaviorTree.MAX_DEPTH) {
            problems.add(
                    element,
                    "it stands deeper than " + BehaviorTree.MAX_DEPTH
                            + " nodes, those of its subtrees counted: use fewer levels");
            return;
        }
        if (++nodeCount > BehaviorTree.MAX_NODES) {
            full = true;
            problems.add(
                    element,
                    "with this node the tree " + path.get(0) + " has more than " + BehaviorTree.MAX_NODES
                            + ", those of its subtrees counted wherever they stand: use fewer");
            return;
        }
        final NodeReader.Node node = nodes.read(element, values);
        if (node != null && values.known() && problems.isEmpty()) {
            begin(element, node);
        }
        for (final Element child : element.children()) {
            expandNode(child, values, path, depth + 1);
        }
        if (node != null && values.known() && problems.isEmpty()) {
            end(element, node);
        }
    }

    private void begin(final Element element, final NodeReader.Node node) {
        try {
            if (node.kind().isGames()) {
                builder.leaf(node.name(), node.portValues());
            } else {
                builder.open(node.kind(), node.portValues());
            }
        } catch (final TreeException e) {
            problems.add(element, String.valueOf(e.getMessage()));
        }
    }

    private void end(final Element element, final NodeReader.Node node) {
        if (node.kind().isGames()) {
            return;
        }
        try {
            builder.close();
        } catch (final TreeException e) {
            problems.add(element, String.valueOf(e.getMessage()));
        }
    }

    private void expandSubTree(final Element element, final Values values, final List<String> path, final int depth) {
        final String id = element.attribute("ID");
        if (!element.children().isEmpty()) {
            problems.add(element, "a SubTree has no children: they stand in the tree that it names");
        }
        if (id == null || !trees.containsKey(id)) {
            problems.add(
                    element,
                    (id == null ? "its ID is missing" : "there is no tree of this ID") + "; there are "
                            + trees.keySet());
        } else if (path.contains(id)) {
            problems.add(element, "a tree cannot stand in itself: " + String.join(" > ", path) + " > " + id);
        } else if (path.size() == BehaviorTree.MAX_DEPTH) {
            problems.add(
                    element, "trees stand in each other deeper than " + BehaviorTree.MAX_DEPTH + ": use fewer levels");
        } else {
            expandTree(id, nodes.handed(element, values), path, depth);
        }
    }
}
