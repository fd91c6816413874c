package ringside.engine.logic;

/**
 * Looks at memory shortly before it is needed. Thousands of matches fit in no cache near the processor: where each waits for
 * its own memory, most of a frame is waiting; many looks at once wait together. A look reads and changes nothing, so it
 * decides nothing; what it would find may be gone by then.
 *
 * <p>What an input or a frame touches stands behind a chain: a match's slot, the match, its block. A look that followed the
 * chain would wait for each link, so that links are looked at by turns: the first one of this input, the second one of an
 * input some time ago, and so on. One thread; allocates nothing.
 */
final class Foresight {
    /** Inputs from one link of the chain to the next. */
    private static final int APART = 8;

    private static final int KEPT = 4 * APART;
    private static final int MASK = KEPT - 1;

    private final EngineMemory memory;
    private final int[] matches = new int[KEPT];
    private final int[] players = new int[KEPT];
    private final int[] frames = new int[KEPT];
    private int next;

    /** The sum of all that was looked at: means nothing, but nobody can leave the looks out. */
    @SuppressWarnings("unused")
    private int sum;

    Foresight(final EngineMemory memory) {
        this.memory = memory;
    }

    /** An input that comes soon. */
    void look(final int match, final int player, final int targetFrame) {
        final int at = next++;
        matches[at & MASK] = match;
        players[at & MASK] = player;
        frames[at & MASK] = targetFrame;
        int seen = 0;
        final MatchSlot first = memory.near(match);
        if (first != null) {
            seen += first.directoryRow();
        }
        final MatchSlot second = memory.near(matches[(at - APART) & MASK]);
        if (second != null) {
            seen += second.match().lookAtSelf();
        }
        final int third = (at - 2 * APART) & MASK;
        final MatchSlot last = memory.near(matches[third]);
        if (last != null) {
            seen += last.match().lookAtInput(players[third], frames[third]);
        }
        sum += seen;
    }

    /** The match of that index is about to be stepped: those behind it come soon. */
    void lookBeyond(final int index) {
        int seen = 0;
        if (index + 3 < memory.count()) {
            seen += memory.slot(index + 3).match().lookAtSelf();
        }
        if (index + 2 < memory.count()) {
            seen += memory.slot(index + 2).match().lookAtFirst();
        }
        if (index + 1 < memory.count()) {
            seen += memory.slot(index + 1).match().lookAtAll();
        }
        sum += seen;
    }
}
