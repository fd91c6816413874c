package ringside.engine.logic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import ringside.layout.Layout;
import ringside.layout.Rows;

/**
 * All that an engine remembers: its own state and its matches', in the order of the directory, where a new match takes the
 * lowest free place. What a checkpoint holds is this and a position.
 */
public final class EngineMemory {
    private final LogicSettings settings;
    private final GameTypes types;
    private final int snapshotCapacity;
    private final EngineState state;
    private final List<MatchSlot> slots = new ArrayList<>();
    private final List<MatchSlot> readOnlySlots = Collections.unmodifiableList(slots);
    private final Int2ObjectHashMap<MatchSlot> byId = new Int2ObjectHashMap<>();

    /** By the low bits of their numbers: numbers are mostly given one by one, so that nearly all are found here. */
    private final @Nullable MatchSlot[] nearby;

    /** Matches that are over and not yet forgotten. */
    private int over;

    /**
     * Memory without matches.
     *
     * @param snapshotCapacity snapshots kept of each match: a power of two; it decides nothing that logic does
     */
    public EngineMemory(final LogicSettings settings, final GameTypes types, final int snapshotCapacity) {
        this.settings = settings;
        this.types = types;
        this.snapshotCapacity = snapshotCapacity;
        this.state = EngineState.with(settings);
        this.nearby = new @Nullable MatchSlot[BitUtil.findNextPositivePowerOfTwo(settings.maxMatches())];
    }

    public LogicSettings settings() {
        return settings;
    }

    public GameTypes types() {
        return types;
    }

    public EngineState state() {
        return state;
    }

    /** The matches in the order of the directory, ended ones included. */
    public List<MatchSlot> matches() {
        return readOnlySlots;
    }

    /** The match of that number, or null. */
    public @Nullable MatchSlot find(final int match) {
        final MatchSlot near = nearby[match & (nearby.length - 1)];
        return near != null && near.id() == match ? near : byId.get(match);
    }

    /** As {@link #find}, but only where the number leads to at once; it may even be another match. For a look ahead. */
    @Nullable
    MatchSlot near(final int match) {
        return nearby[match & (nearby.length - 1)];
    }

    MatchSlot slot(final int index) {
        return slots.get(index);
    }

    int count() {
        return slots.size();
    }

    /** The match is over; it is remembered for a while. */
    void over(final MatchSlot slot) {
        slot.over();
        over++;
    }

    boolean hasMatchesOver() {
        return over > 0;
    }

    MatchSlot add(final int match, final GameType type) {
        final int row = state.add(state.matches);
        state.set(row, state.matchId, match);
        state.set(row, state.matchLayout, type.layout().hash());
        state.set(row, state.matchRunning, true);
        state.tablesChanged();
        return addSlot(match, type, row);
    }

    private MatchSlot addSlot(final int match, final GameType type, final int row) {
        final MatchSlot slot =
                new MatchSlot(match, settings, type, snapshotCapacity, row, state.get(row, state.matchRunning));
        int at = slots.size();
        while (at > 0 && slots.get(at - 1).directoryIndex() > slot.directoryIndex()) {
            at--;
        }
        slots.add(at, slot);
        over += slot.isRunning() ? 0 : 1;
        byId.put(match, slot);
        nearby[match & (nearby.length - 1)] = slot;
        return slot;
    }

    /** Forgets a match; its snapshots stay readable by whoever holds them. */
    void remove(final MatchSlot slot) {
        state.remove(state.matches, slot.directoryRow());
        state.tablesChanged();
        removeSlot(slot);
        final int place = slot.id() & (nearby.length - 1);
        if (nearby[place] == slot) {
            nearby[place] = null;
        }
    }

    /**
     * Keeps those matches only, and the others are computed elsewhere: for a replay by several, none of which knows the whole engine. The
     * engine's own memory is that of {@link EngineLedger} then.
     */
    public void keepOnly(final IntPredicate matches) {
        for (final MatchSlot slot : List.copyOf(slots)) {
            if (!matches.test(slot.id())) {
                remove(slot);
            }
        }
    }

    private void removeSlot(final MatchSlot slot) {
        slots.remove(slot);
        byId.remove(slot.id());
        over -= slot.isRunning() ? 0 : 1;
    }

    /**
     * The memory that an engine would have which never knew another match than that one, if there is such a match: its tick is
     * as it is here. For recordings of one match; allocates.
     *
     * @param tokens how many used tokens it remembers; those used here are taken along when it is as many as here
     * @param position of the FRAME that the memory follows from; -1 before the first event
     */
    public EngineMemory alone(final int match, final int tokens, final long position) {
        final LogicSettings own = settings.withMaxMatches(1).withMaxTokens(tokens);
        final EngineMemory memory = new EngineMemory(own, types, snapshotCapacity);
        state.copyEngineTo(memory.state, tokens == settings.maxTokens());
        final MatchSlot slot = find(match);
        if (slot != null) {
            state.copyMatchTo(memory.state, slot.directoryRow());
            memory.restoreMatch(match, slot.type(), slot.match().block(), 0, position);
        }
        return memory;
    }

    // ---- checkpoints

    /** Whether a block of that layout and length can be restored here: of this build, or of one that knew no in-sync set. */
    public boolean takesEngine(final long layoutHash, final int blockBytes) {
        if (layoutHash == state.layout().hash()) {
            return blockBytes == state.layout().blockBytes();
        }
        final Layout before = EngineState.withoutInSync(settings);
        return layoutHash == before.hash() && blockBytes == before.blockBytes();
    }

    /** The same for a block of this build. */
    public void restoreEngine(final DirectBuffer block, final int offset) {
        restoreEngine(block, offset, state.layout().blockBytes());
    }

    /** Takes over the engine's own block from a checkpoint, if it {@link #takesEngine}. Only into memory without matches. */
    public void restoreEngine(final DirectBuffer block, final int offset, final int blockBytes) {
        if (!slots.isEmpty()) {
            throw new IllegalStateException("a checkpoint is restored into memory that holds matches already");
        }
        state.block().setMemory(0, state.layout().blockBytes(), (byte) 0);
        state.block().putBytes(0, block, offset, blockBytes);
        state.tablesChanged();
    }

    /** Takes over the next match, in the order of {@link #matches}, from a checkpoint at that journal position. */
    public void restoreMatch(
            final int match, final GameType type, final DirectBuffer block, final int offset, final long position) {
        restoreMatch(match, type.layout().hash(), type, block, offset, position);
    }

    /** The same for a match that goes on under another type than the one of that layout, which recorded it: see {@link #passOn}. */
    public void restoreMatch(
            final int match,
            final long recordedLayout,
            final GameType type,
            final DirectBuffer block,
            final int offset,
            final long position) {
        final int row = nextInDirectory(match, recordedLayout);
        state.set(row, state.matchLayout, type.layout().hash());
        fill(addSlot(match, type, row), block, offset, position);
    }

    /** Goes on without the next match of a checkpoint, as if it had never been: for who follows only some of them. */
    public void passOver(final int match, final long recordedLayout) {
        state.remove(state.matches, nextInDirectory(match, recordedLayout));
        state.tablesChanged();
    }

    private int nextInDirectory(final int match, final long recordedLayout) {
        final int row = slots.isEmpty()
                ? state.first(state.matches)
                : state.next(state.matches, slots.get(slots.size() - 1).directoryRow());
        if (row == Rows.NONE
                || state.get(row, state.matchId) != match
                || state.get(row, state.matchLayout) != recordedLayout) {
            throw new IllegalArgumentException("match " + match + " is not the next in the directory");
        }
        return row;
    }

    /**
     * Lets a match go on under another type whose layout differs in its {@code logicVersion} alone. Only between a FRAME and the
     * event that begins an epoch.
     *
     * @param position of that FRAME
     */
    public void passOn(final MatchSlot slot, final GameType type, final long position) {
        if (type.layout().blockBytes() != slot.type().layout().blockBytes()) {
            throw new IllegalArgumentException(
                    "match " + slot.id() + ": " + type + " is not laid out like " + slot.type());
        }
        state.set(slot.directoryRow(), state.matchLayout, type.layout().hash());
        state.tablesChanged();
        removeSlot(slot);
        fill(addSlot(slot.id(), type, slot.directoryRow()), slot.match().block(), 0, position);
    }

    private static void fill(final MatchSlot slot, final DirectBuffer block, final int offset, final long position) {
        slot.match().block().putBytes(0, block, offset, slot.type().layout().blockBytes());
        slot.snapshots()
                .publish(
                        slot.frame(),
                        position,
                        0,
                        slot.match().hash(),
                        slot.match().block());
        if (slot.match().get(slot.match().tables().status) == MatchTables.RUNNING) {
            // What a frame was told is in its snapshot, and goes when that was made; who stands still has not been told
            // yet.
            slot.match().calls().clear();
        }
    }
}
