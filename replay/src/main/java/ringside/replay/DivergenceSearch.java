package ringside.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.JournalHandler;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.replay.DivergencePlace.How;

/**
 * Finds out which table, row and column a divergence is in, although recordings hold hashes and no states. In this order: does this
 * build play the frame the same way each time; is there one value that gives the recorded hash; was a state stored of that frame, or
 * of one after it. Where nothing of that helps, it says so.
 */
public final class DivergenceSearch {
    /** Replays that are compared with each other. */
    private static final int REPLAYS = 3;

    private static final DivergencePlace OWN_MEMORY = new DivergencePlace(
            How.UNKNOWN,
            0,
            null,
            "what differs is the engine's own memory (its directory of matches, used tokens), no match: which value cannot be"
                    + " known from hashes");

    private final MatchSource source;
    private final GameTypes types;
    private final HashCheck.Divergence first;

    private DivergenceSearch(final MatchSource source, final GameTypes types, final HashCheck.Divergence first) {
        this.source = source;
        this.types = types;
        this.first = first;
    }

    /**
     * Names the place of a divergence in an engine's recording.
     *
     * @param first what {@link Verification} found
     */
    public static DivergencePlace in(
            final EngineRecording recording, final GameTypes types, final HashCheck.Divergence first) {
        return first.match() == 0 ? OWN_MEMORY : in(new EngineMatch(recording, first.match()), types, first);
    }

    /** The same in what was recorded of the match alone. */
    public static DivergencePlace in(
            final MatchSource source, final GameTypes types, final HashCheck.Divergence first) {
        return first.match() == 0 ? OWN_MEMORY : new DivergenceSearch(source, types, first).place();
    }

    private DivergencePlace place() {
        final List<StateAtFrame> replays = new ArrayList<>();
        for (int i = 0; i < REPLAYS; i++) {
            replays.add(StateAtFrame.find(source, types, first.frame()));
        }
        final DivergencePlace unsteady = unsteady(replays);
        if (unsteady != null) {
            return unsteady;
        }
        final StateDifference value = OneValueSearch.find(replays.get(0).state(), first.recorded());
        if (value != null) {
            return new DivergencePlace(
                    How.ONE_VALUE,
                    first.frame(),
                    value,
                    "this one value apart, the replayed state has the recorded hash");
        }
        return stored();
    }

    /** A build that plays a frame in two ways is not to be compared with anything else. */
    private @Nullable DivergencePlace unsteady(final List<StateAtFrame> replays) {
        final StateAtFrame one = replays.get(0);
        boolean isSteady = one.hash() == first.replayed();
        for (final StateAtFrame other : replays) {
            isSteady &= other.hash() == one.hash();
        }
        if (isSteady) {
            return null;
        }
        for (final StateAtFrame a : replays) {
            for (final StateAtFrame b : replays) {
                // What came out as recorded is the recorded state.
                if (a.hash() != b.hash() && (a.hash() == first.recorded() || b.hash() != first.recorded())) {
                    return new DivergencePlace(
                            How.OTHER_EACH_TIME,
                            first.frame(),
                            StateDifference.first(a.state(), b.state()),
                            "this build plays the frame in another way each time: its logic follows from something besides the"
                                    + " events (a clock, a thread, identity or hash order, memory outside of the tables)"
                                    + (a.hash() == first.recorded()
                                            ? ""
                                            : "; both values are of replays, for none of them came out as recorded"));
                }
            }
        }
        return new DivergencePlace(
                How.OTHER_EACH_TIME,
                first.frame(),
                null,
                one.hash() == first.recorded()
                        ? "played once more the frame came out as recorded: either this build does not play it the same way each"
                                + " time, or the values that led there lie in history, which no hash covers"
                        : "this build played the frame in another way once, and could not be made to do it again");
    }

    private DivergencePlace stored() {
        final StoredState stored = source.storedFrom(first.frame(), types);
        if (stored == null) {
            return new DivergencePlace(
                    How.UNKNOWN,
                    first.frame(),
                    null,
                    "recorded are hashes only, and no state was stored of frame " + first.frame()
                            + " or a later one: table, row and column cannot be known from this recording."
                            + " `replay bisect` names them, given the build that recorded it");
        }
        final @Nullable State replayed = at(stored);
        if (replayed == null) {
            return new DivergencePlace(
                    How.UNKNOWN,
                    first.frame(),
                    null,
                    "a state was stored at " + stored.where() + ", but the replay did not come so far");
        }
        if (replayed.layout().hash() != stored.state().layout().hash()) {
            return new DivergencePlace(
                    How.UNKNOWN, first.frame(), null, "what was stored at " + stored.where() + " is of another layout");
        }
        final StateDifference difference = StateDifference.first(stored.state(), replayed);
        if (difference == null) {
            return new DivergencePlace(
                    How.UNKNOWN,
                    stored.frame(),
                    null,
                    "at " + stored.where() + ", of frame " + stored.frame()
                            + ", the states are equal again (or it was stored by a build that plays as this one does):"
                            + " table, row and column cannot be known from this recording");
        }
        final boolean isOfFrame = stored.frame() == first.frame();
        return new DivergencePlace(
                isOfFrame ? How.STORED : How.STORED_LATER,
                stored.frame(),
                difference,
                isOfFrame
                        ? "compared with " + stored.where()
                        : "compared with " + stored.where() + ", the nearest state that was stored, "
                                + (stored.frame() - first.frame())
                                + " frames after the first that diverged: what differed first may have been another value");
    }

    /** The replayed state after the event that a stored one follows; null when the replay ends before. */
    private @Nullable State at(final StoredState stored) {
        try (MatchSource.Playback playback = source.before(first.frame(), types, new MutedOutput())) {
            final Catcher catcher = new Catcher(playback.loop().memory(), stored.position());
            while (catcher.caught == null && playback.next(catcher)) {
                // Until that position is reached.
            }
            if (catcher.caught == null && playback.loop().position() == stored.position()) {
                catcher.take();
            }
            return catcher.caught;
        }
    }

    /** Copies the match's state before the first event beyond a position is applied. */
    private final class Catcher implements JournalHandler {
        private final EngineMemory memory;
        private final long position;
        private @Nullable State caught;

        Catcher(final EngineMemory memory, final long position) {
            this.memory = memory;
            this.position = position;
        }

        @Override
        public void onEvent(final Event event) {
            if (caught == null && event.position() > position) {
                take();
            }
        }

        void take() {
            final MatchSlot slot = memory.find(source.match());
            caught = slot == null ? null : StateCopy.of(slot.state());
        }
    }
}
