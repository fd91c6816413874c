package ringside.replay;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.layout.XxHash64;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * Feeds a journal to the same frame loop that runs live. What comes out goes to the output it was given; recovery and
 * verification are two outputs.
 *
 * <p>The loop comes to be with the first epoch that the journal speaks of, because that says under which settings.
 */
public final class Replayer implements JournalHandler {
    private final GameTypes types;
    private final LogicOutput output;
    private final int snapshotCapacity;
    private final LongConsumer progress;
    private @Nullable Checkpoint from;
    private @Nullable EngineIdentity identity;
    private @Nullable EngineIdentity predecessor;
    private @Nullable FrameLoop loop;
    private @Nullable PassedOver passedOver;
    private long eventsApplied;

    /** Told of matches that are not replayed, because this build does not carry their logic. */
    @FunctionalInterface
    public interface PassedOver {
        /**
         * A match goes on without this replay.
         *
         * @param layout that it is pinned to, for people
         */
        void match(int match, String layout);
    }

    /**
     * A replay that has applied nothing.
     *
     * @param from the checkpoint that the first event follows, or null for the journal's beginning
     * @param snapshotCapacity snapshots kept of each match
     * @param progress told the position after every few thousand events
     */
    public Replayer(
            final GameTypes types,
            final LogicOutput output,
            final @Nullable Checkpoint from,
            final int snapshotCapacity,
            final LongConsumer progress) {
        this.types = types;
        this.output = output;
        this.from = from;
        this.snapshotCapacity = snapshotCapacity;
        this.progress = progress;
    }

    /** A replay that goes on from where a recovery ended, whose loop says everything to the output that the recovery was given. */
    public static Replayer after(final Recovery recovery, final GameTypes types, final LogicOutput output) {
        final Replayer replayer = new Replayer(types, output, null, 0, position -> {});
        replayer.loop = recovery.loop();
        replayer.identity = recovery.identity();
        return replayer;
    }

    /** From now on matches whose logic this build does not carry are passed over; before, they end the replay. */
    public Replayer passingOver(final PassedOver told) {
        passedOver = told;
        return this;
    }

    @Override
    public void onEpoch(final EpochStart start) {
        begin(EngineIdentity.parse(start.identityJson()));
    }

    /** Makes the loop under what an epoch says of its engine; a further epoch must say the same settings. */
    public Replayer begin(final EngineIdentity recorded) {
        final EngineIdentity first = identity;
        if (first == null) {
            final EngineMemory memory = new EngineMemory(recorded.settings(), types, snapshotCapacity);
            final Checkpoint checkpoint = from;
            final EngineIdentity wrote =
                    checkpoint == null || checkpoint.identityJson().isEmpty()
                            ? recorded
                            : EngineIdentity.parse(checkpoint.identityJson());
            if (checkpoint == null || checkpoint.identityJson().isEmpty()) {
                requireCarried(recorded);
            }
            if (checkpoint != null && passedOver != null) {
                checkpoint.restoreCarried(memory, (match, layoutHash) -> passOver(wrote, match, layoutHash));
            } else if (checkpoint != null) {
                checkpoint.restoreInto(memory, layoutHash -> wrote.heirOf(layoutHash, types));
                predecessor = passedOver != null || wrote.isCarriedBy(types) ? null : wrote;
            }
            loop = new FrameLoop(memory, output, checkpoint == null ? -1 : checkpoint.position());
            from = null;
            identity = wrote;
        } else {
            requireCarried(recorded);
            if (!first.settings().equals(recorded.settings())) {
                throw new ReplayException("the journal goes on with other engine settings: " + recorded.settings()
                        + " after " + first.settings());
            }
            passOn(first, recorded);
            predecessor = null;
            identity = recorded;
        }
        return this;
    }

    private void requireCarried(final EngineIdentity recorded) {
        if (passedOver == null) {
            recorded.requireCarriedBy(types);
        }
    }

    private void passOver(final EngineIdentity wrote, final int match, final long layoutHash) {
        final PassedOver told = passedOver;
        if (told != null) {
            told.match(
                    match,
                    wrote.layouts().stream()
                            .filter(each -> each.hash() == layoutHash)
                            .map(Object::toString)
                            .findFirst()
                            .orElse("layout " + XxHash64.hex(layoutHash)));
        }
    }

    /** Matches whose layout the next epoch does not carry go on under the heir that it does carry, as they did live. */
    private void passOn(final EngineIdentity before, final EngineIdentity next) {
        final EngineMemory memory = loop().memory();
        for (final MatchSlot slot : List.copyOf(memory.matches())) {
            final long layout = slot.type().layout().hash();
            if (!next.names(layout)) {
                final GameType heir = before.heirOf(layout, next.of(types));
                if (heir == null && passedOver != null) {
                    memory.keepOnly(other -> other != slot.id());
                    passOver(next, slot.id(), layout);
                    continue;
                }
                if (heir == null) {
                    throw new ReplayException("match " + slot.id() + " runs "
                            + slot.type().layout()
                            + ", and the next epoch was written by a build that does not carry it: " + next.layouts());
                }
                memory.passOn(slot, heir, loop().position());
            }
        }
    }

    /**
     * The engine that wrote the checkpoint where this build does not carry its logic, and nothing that another engine wrote was
     * read yet; else null.
     */
    @Nullable
    EngineIdentity predecessor() {
        return predecessor;
    }

    /** That a predecessor's events are not this build's to apply. */
    ReplayException refusal(final EngineIdentity wrote) {
        return new ReplayException("recorded by " + wrote.layouts() + " (build " + wrote.build()
                + "); this build carries "
                + types.all().stream().map(GameType::layout).toList() + ", and the recording does not end with a clean "
                + "stop, on whose checkpoint other logic can go on. Start the build that recorded it once more, stop it "
                + "cleanly, then start this one; or start in a new directory");
    }

    @Override
    public void onEvent(final Event event) {
        final EngineIdentity wrote = predecessor;
        if (wrote != null) {
            throw refusal(wrote);
        }
        try {
            if (passedOver != null && isNotCarried(event)) {
                loop().passOver(event);
                passOver(identity(), event.match(), CreatePayload.layoutHash(event));
            } else {
                loop().apply(event);
            }
        } catch (final Error e) {
            throw new ReplayException(
                    "the replay stopped in its logic stage at position " + event.position() + " (" + event
                            + "), as the engine did that recorded it or for a reason of its own: " + e,
                    e);
        }
        eventsApplied++;
        if ((eventsApplied & 0xFFF) == 0) {
            progress.accept(event.position());
        }
    }

    /** Whether it creates a match whose logic this build does not have; all other events of that match then concern nobody. */
    private boolean isNotCarried(final Event event) {
        return event.typeCode() == EventType.CREATE.code()
                && event.payloadLength() >= CreatePayload.PREFIX_BYTES
                && types.find(CreatePayload.layoutHash(event)) == null;
    }

    /** The loop; throws when the journal has not said yet what it records. */
    public FrameLoop loop() {
        final FrameLoop made = loop;
        if (made == null) {
            throw new ReplayException("the journal holds no epoch: nothing was ever recorded here");
        }
        return made;
    }

    /** True once an epoch was read. */
    public boolean hasBegun() {
        return loop != null;
    }

    /** What the last epoch read says of its engine. */
    public EngineIdentity identity() {
        final EngineIdentity read = identity;
        if (read == null) {
            throw new ReplayException("the journal holds no epoch: nothing was ever recorded here");
        }
        return read;
    }

    public long eventsApplied() {
        return eventsApplied;
    }
}
