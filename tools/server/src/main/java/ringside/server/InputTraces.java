package ringside.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.EngineTimes;
import ringside.engine.ring.PositionTimes;
import ringside.io.session.InputWay;
import ringside.latency.InputSampling;
import ringside.server.tracing.InputTrace;
import ringside.server.tracing.TraceSink;

/**
 * Puts the ways of traced inputs together, from what the edge and the engines each know of them, and hands them on. Event loops tell,
 * without waiting; what there is no room for is left out, and an input that no view ever shows is forgotten. A duty cycle for a thread
 * of its own.
 */
final class InputTraces implements AutoCloseable {
    private static final int MOST_TOLD = 4_096;
    private static final int MOST_PENDING = 16_384;
    private static final long NS_PER_MS = 1_000_000;

    private final List<EngineTimes> engines;
    private final InputSampling sampling;
    private final TraceSink sink;
    private final LongSupplier clockMs;
    private final LongSupplier clockNs;
    private final ManyToOneConcurrentArrayQueue<Claimed> claimed = new ManyToOneConcurrentArrayQueue<>(MOST_TOLD);
    private final ManyToOneConcurrentArrayQueue<Shown> shown = new ManyToOneConcurrentArrayQueue<>(MOST_TOLD);
    private final Map<Input, Long> claimedNs = new Pending<>();
    private final Map<Input, Applied> applied = new Pending<>();

    private record Input(int match, int player, int inputSeq) {}

    private record Claimed(Input input, long atNs) {}

    private record Applied(long position, long atNs) {}

    private record Shown(
            Input input,
            int frame,
            long framePosition,
            long frameDueNs,
            long receivedNs,
            long encodedNs,
            long sentNs) {}

    /** Forgets the oldest when there are too many. */
    private static final class Pending<V> extends LinkedHashMap<Input, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Input, V> eldest) {
            return size() > MOST_PENDING;
        }
    }

    /** @param engines in the order of their numbers, which trace by the same sampling */
    InputTraces(
            final List<EngineTimes> engines,
            final InputSampling sampling,
            final TraceSink sink,
            final LongSupplier clockMs,
            final LongSupplier clockNs) {
        this.engines = engines;
        this.sampling = sampling;
        this.sink = sink;
        this.clockMs = clockMs;
        this.clockNs = clockNs;
    }

    InputSampling sampling() {
        return sampling;
    }

    /** An input that is traced is in the ring. Event loops. */
    void claimed(final int match, final int player, final int inputSeq, final long nowNs) {
        claimed.offer(new Claimed(new Input(match, player, inputSeq), nowNs));
    }

    /** The first view that shows it as consumed was handed to the network. Event loops. */
    void shown(final InputWay way, final long nowNs) {
        shown.offer(new Shown(
                new Input(way.match(), way.player(), way.inputSeq()),
                way.frame(),
                way.framePosition(),
                way.frameDueNs(),
                way.receivedNs(),
                way.encodedNs(),
                nowNs));
    }

    /** Hands on what is whole. Returns how many there were. */
    int doWork() {
        // In this order: what was shown was applied and claimed before.
        final List<Shown> all = new ArrayList<>();
        shown.drain(all::add);
        claimed.drain(each -> claimedNs.put(each.input(), each.atNs()));
        for (final EngineTimes each : engines) {
            final EngineTimes.Traced traced = each.traced();
            if (traced != null) {
                traced.inputs()
                        .take((match, player, seq, position, atNs) ->
                                applied.put(new Input(match, player, seq), new Applied(position, atNs)));
            }
        }
        final long wallMinusMonotonicNs = clockMs.getAsLong() * NS_PER_MS - clockNs.getAsLong();
        int whole = 0;
        for (final Shown each : all) {
            final Long inRingNs = claimedNs.remove(each.input());
            final Applied taken = applied.remove(each.input());
            if (taken != null) {
                sink.take(trace(each, inRingNs, taken), wallMinusMonotonicNs);
                whole++;
            }
        }
        return whole;
    }

    private InputTrace trace(final Shown way, final @Nullable Long inRingNs, final Applied taken) {
        final Input input = way.input();
        final int number = MatchNumbers.engineOf(input.match(), engines.size());
        final EngineTimes times = engines.get(number);
        final EngineTimes.Traced traced = times.traced();
        return new InputTrace(
                number,
                input.match(),
                input.player(),
                input.inputSeq(),
                taken.position(),
                way.frame(),
                way.receivedNs(),
                inRingNs == null ? 0 : inRingNs,
                traced == null ? 0 : at(traced.journalled(), taken.position()),
                traced == null ? 0 : at(traced.safe(), taken.position()),
                taken.atNs(),
                way.frameDueNs(),
                at(times.frameEnds(), way.framePosition()),
                way.encodedNs(),
                way.sentNs());
    }

    private static long at(final PositionTimes times, final long position) {
        final long atNs = times.at(position);
        return atNs == PositionTimes.UNKNOWN ? 0 : atNs;
    }

    /** Hands on what is left. Once nobody turns it any more. */
    @Override
    public void close() {
        doWork();
        sink.close();
    }
}
