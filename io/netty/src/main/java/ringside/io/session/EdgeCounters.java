package ringside.io.session;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.RefusalReason;

/** Everything that the edge counts. Safe for many threads; counting neither locks nor allocates. */
public final class EdgeCounters {
    private final Map<EdgeCounter, LongAdder> counters = adders(EdgeCounter.class);
    private final Map<DisconnectReason, LongAdder> disconnects = adders(DisconnectReason.class);
    private final Map<RefusalReason, LongAdder> refusals = adders(RefusalReason.class);

    private static <E extends Enum<E>> Map<E, LongAdder> adders(final Class<E> type) {
        final Map<E, LongAdder> adders = new EnumMap<>(type);
        Arrays.stream(type.getEnumConstants()).forEach(key -> adders.put(key, new LongAdder()));
        return adders;
    }

    private static <E> LongAdder adder(final Map<E, LongAdder> adders, final E key) {
        final LongAdder adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("no counter " + key);
        }
        return adder;
    }

    public void add(final EdgeCounter counter, final long amount) {
        if (amount != 0) {
            adder(counters, counter).add(amount);
        }
    }

    public void increment(final EdgeCounter counter) {
        adder(counters, counter).increment();
    }

    /** Notes a connection that the server ended. */
    public void disconnected(final DisconnectReason reason) {
        adder(disconnects, reason).increment();
    }

    /** Notes an input or command that was not taken. */
    public void refused(final RefusalReason reason) {
        adder(refusals, reason).increment();
    }

    public long get(final EdgeCounter counter) {
        return adder(counters, counter).sum();
    }

    public long get(final DisconnectReason reason) {
        return adder(disconnects, reason).sum();
    }

    public long get(final RefusalReason reason) {
        return adder(refusals, reason).sum();
    }

    /** Every counter by its name: {@code edge.views_sent}, {@code edge.disconnect.idle}, {@code edge.refused.ring_full}. */
    public void forEach(final ObjLongConsumer<String> to) {
        counters.forEach((key, adder) -> to.accept("edge." + lower(key), adder.sum()));
        disconnects.forEach((key, adder) -> to.accept("edge.disconnect." + lower(key), adder.sum()));
        refusals.forEach((key, adder) -> to.accept("edge.refused." + lower(key), adder.sum()));
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
