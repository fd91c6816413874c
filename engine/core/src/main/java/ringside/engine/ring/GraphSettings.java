package ringside.engine.ring;

import java.util.List;

/**
 * How a live engine is put together and how its threads wait. Immutable; changes nothing of what events lead to.
 *
 * @param kind which thread does what
 * @param ring the bounds of the way in
 * @param idle how its threads wait
 * @param pins the core of each of its threads in the order of {@link #threadNames}; empty: they run anywhere
 */
public record GraphSettings(GraphKind kind, RingSettings ring, WaitSettings idle, List<Integer> pins) {
    /** With so many cores or fewer an engine does best with one thread: the others are needed for the edge. */
    public static final int FEW_CORES = 4;

    /** Checks every bound by name. */
    public GraphSettings {
        pins = List.copyOf(pins);
        final int threads = threadNames(kind).size();
        if (!pins.isEmpty() && pins.size() != threads) {
            throw new IllegalArgumentException("pins: " + pins + " for " + threads + " threads " + threadNames(kind));
        }
        if (pins.stream().anyMatch(core -> core < 0)) {
            throw new IllegalArgumentException("pins: " + pins + " holds a negative core");
        }
    }

    /**
     * The one place where defaults follow from the machine: up to {@link #FEW_CORES} cores {@code fused}, with more {@code
     * split}; both sleep when idle and pin nothing, since a server may share its machine. {@code spin} and pins are for an
     * operator who keeps cores free.
     */
    public static GraphSettings forCores(final int cores) {
        return new GraphSettings(
                cores <= FEW_CORES ? GraphKind.FUSED : GraphKind.SPLIT,
                RingSettings.DEFAULT,
                WaitSettings.of(WaitKind.PARK),
                List.of());
    }

    /** The stages that have a thread each, as they are pinned; a shipper's is never pinned. */
    public static List<String> threadNames(final GraphKind kind) {
        return switch (kind) {
            case FUSED -> List.of(StageThreads.ENGINE);
            case SPLIT -> List.of(JournalStage.NAME, ApplyStage.LOGIC);
        };
    }

    public GraphSettings withKind(final GraphKind other) {
        return new GraphSettings(other, ring, idle, pins);
    }

    public GraphSettings withRing(final RingSettings other) {
        return new GraphSettings(kind, other, idle, pins);
    }

    public GraphSettings withIdle(final WaitSettings other) {
        return new GraphSettings(kind, ring, other, pins);
    }

    public GraphSettings withPins(final List<Integer> cores) {
        return new GraphSettings(kind, ring, idle, cores);
    }
}
