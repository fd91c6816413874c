package ringside.simulator;

import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Virtual time: what is due runs one after the other; of what is due at the same moment chance says who is first. One thread. */
public final class Kernel {
    public static final long MS = 1_000_000L;
    public static final long SECOND_NS = 1_000 * MS;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Chance chance;
    private final Trace trace;
    private long nowNs = SECOND_NS;
    private long order;

    /** What is to run. The tie is random, the order makes it total. */
    private record Task(long atNs, int tie, long order, Runnable what) implements Comparable<Task> {
        @Override
        public int compareTo(final Task other) {
            if (atNs != other.atNs) {
                return Long.compare(atNs, other.atNs);
            }
            return tie != other.tie ? Integer.compare(tie, other.tie) : Long.compare(order, other.order);
        }
    }

    Kernel(final Chance chance, final @Nullable Consumer<String> listener) {
        this.chance = chance;
        trace = new Trace(this, listener);
    }

    public long nowNs() {
        return nowNs;
    }

    public Trace trace() {
        return trace;
    }

    /** Runs something at a moment, or now if that has passed. */
    public void at(final long atNs, final Runnable what) {
        tasks.add(new Task(Math.max(atNs, nowNs), chance.between(0, 1 << 20), order++, what));
    }

    public void after(final long ns, final Runnable what) {
        at(nowNs + ns, what);
    }

    /** Runs what is due until a moment, which it is then. */
    void runUntil(final long endNs) {
        for (Task next = tasks.peek(); next != null && next.atNs <= endNs; next = tasks.peek()) {
            tasks.remove();
            nowNs = next.atNs;
            next.what.run();
        }
        nowNs = endNs;
    }

    /** The number of what was put into the queue so far. */
    long scheduled() {
        return order;
    }
}
