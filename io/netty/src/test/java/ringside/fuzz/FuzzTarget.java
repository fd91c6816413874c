package ringside.fuzz;

import org.agrona.concurrent.UnsafeBuffer;

/** Reads one input that a stranger may have made up. */
@FunctionalInterface
public interface FuzzTarget {
    /**
     * Takes it. A typed refusal is thrown; whatever else is thrown is a defect.
     *
     * @param buffer may hold other bytes before and behind the input: they are nobody's to read
     * @return what came of it, comparable by {@code equals}
     */
    Object take(UnsafeBuffer buffer, int offset, int lengthBytes);
}
