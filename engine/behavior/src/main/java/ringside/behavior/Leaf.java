package ringside.behavior;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/**
 * A condition or an action as trees name it. Immutable.
 *
 * @param <A> who acts
 */
public final class Leaf<A extends Actor> {
    static final int MAX_NAME = 32;

    private final String name;
    private final @Nullable Condition<A> condition;
    private final @Nullable Action<A> action;
    private final int words;
    private final List<IntPort> ports;
    private final int signature;

    Leaf(
            final String name,
            final @Nullable Condition<A> condition,
            final @Nullable Action<A> action,
            final int words,
            final List<IntPort> ports) {
        this.name = name;
        this.condition = condition;
        this.action = action;
        this.words = words;
        this.ports = List.copyOf(ports);
        this.signature = signed();
    }

    public String name() {
        return name;
    }

    /** False for a condition. */
    public boolean isAction() {
        return action != null;
    }

    /** In the order in which compiled trees hold their values. */
    public List<IntPort> ports() {
        return ports;
    }

    /** How many ints an action keeps while it runs. */
    public int words() {
        return words;
    }

    @Nullable
    Condition<A> condition() {
        return condition;
    }

    @Nullable
    Action<A> action() {
        return action;
    }

    /** Changes with the kind, the words and the ports, so that a compiled tree is not read against other leaves. */
    int signature() {
        return signature;
    }

    private int signed() {
        final StringBuilder text = new StringBuilder(isAction() ? "action " : "condition ").append(words);
        for (final IntPort port : ports) {
            text.append(' ').append(port.name());
        }
        final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return (int) XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, 0);
    }

    static void requireName(final String what, final String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME && Character.isLetter(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
        if (!good) {
            throw new TreeException(what + " '" + name + "': a letter, then letters, digits and underscores, up to "
                    + MAX_NAME + " in all, are possible");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
