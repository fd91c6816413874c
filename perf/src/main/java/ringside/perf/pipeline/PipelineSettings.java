package ringside.perf.pipeline;

import ringside.engine.event.Event;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.RingSettings;

/**
 * How a round is run. Everything else is fixed by the measure's definition.
 *
 * @param eventsPerRound events that all producers offer together: a multiple of their number
 * @param claimEvents events that a producer claims at once
 * @param graph of the engine; its ring and its way to wait are everybody's
 */
public record PipelineSettings(int eventsPerRound, int claimEvents, GraphSettings graph) {
    static final int PRODUCERS = 2;
    static final int CLAIM_EVENTS = 16;
    static final int PAYLOAD_BYTES = 24;
    static final int EVENT_BYTES = Event.HEADER_BYTES + PAYLOAD_BYTES;
    static final int QUEUE_CAPACITY = 1_024;

    /** The most events of a round: its file must stay below 2 GiB. */
    public static final int MAX_EVENTS = 10_000_000;

    /** The production ring, for these events. */
    static final RingSettings RING = RingSettings.DEFAULT.withSlotBytes(64);

    private static final int MIB = 1 << 20;

    /** More than an event, its frame and its share of a record's header take while records hold a few events. */
    private static final int ROOM_PER_EVENT_BYTES = 56;

    public PipelineSettings {
        if (eventsPerRound < PRODUCERS || eventsPerRound > MAX_EVENTS || eventsPerRound % PRODUCERS != 0) {
            throw new IllegalArgumentException(
                    "events: " + eventsPerRound + " is no even number from " + PRODUCERS + " to " + MAX_EVENTS);
        }
    }

    /** As many events as asked for, in claims of 16, through the graph that this machine's cores suggest. */
    public static PipelineSettings of(final int eventsPerRound) {
        return new PipelineSettings(
                eventsPerRound,
                CLAIM_EVENTS,
                GraphSettings.forCores(Runtime.getRuntime().availableProcessors())
                        .withRing(RING));
    }

    /** The same with single claims. */
    PipelineSettings withSingleClaims() {
        return new PipelineSettings(eventsPerRound, 1, graph);
    }

    /** Bytes of the one file of a round, all reserved on disk and touched in memory before its clock starts. */
    public int fileBytes() {
        // Twice what is needed: from the middle of a file on the journal prepares the next one.
        return Math.toIntExact(2 * ((long) eventsPerRound * ROOM_PER_EVENT_BYTES / MIB + 8) * MIB);
    }
}
