package ringside.behavior.xml;

import ringside.behavior.IntPort;
import ringside.behavior.Leaf;
import ringside.behavior.Leaves;
import ringside.behavior.NodeKind;

/**
 * Writes the part of a file by which Groot learns a game's nodes: {@code <TreeNodesModel>}. An author pastes it into a new
 * file; a test can compare it with that of a file that exists. Keeps nothing; thread-safe.
 */
public final class NodesModel {
    private NodesModel() {}

    /** The element, indented by two spaces, with a line break behind it. */
    public static String of(final Leaves<?> leaves) {
        final StringBuilder out =
                new StringBuilder("  <").append(TreeCompiler.MODELS).append(">\n");
        entry(out, "Decorator", NodeKind.COOLDOWN.tag(), NodeKind.COOLDOWN.ports());
        for (final Leaf<?> leaf : leaves.all()) {
            entry(out, leaf.isAction() ? "Action" : "Condition", leaf.name(), leaf.ports());
        }
        return out.append("  </").append(TreeCompiler.MODELS).append(">\n").toString();
    }

    private static void entry(
            final StringBuilder out, final String category, final String name, final Iterable<IntPort> ports) {
        out.append("    <").append(category).append(" ID=\"").append(name).append('"');
        boolean empty = true;
        for (final IntPort port : ports) {
            out.append(empty ? ">\n" : "").append("      <input_port name=\"").append(port.name());
            out.append("\" type=\"int\"");
            if (port.defaultValue() != null) {
                out.append(" default=\"").append(port.defaultValue()).append('"');
            }
            out.append('>').append(port.min()).append(" to ").append(port.max()).append("</input_port>\n");
            empty = false;
        }
        out.append(empty ? "/>\n" : "    </" + category + ">\n");
    }
}
