package ringside.server;

import java.util.function.Consumer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.EngineState;
import ringside.engine.logic.MatchSlot;
import ringside.layout.BoolColumn;
import ringside.layout.IntColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** Reads the directory of matches in an engine's own memory: only while nobody feeds that engine. */
final class EngineDirectory {
    private final EngineMemory memory;
    private final Table matches;
    private final IntColumn match;
    private final BoolColumn running;
    private final BoolColumn delivered;

    EngineDirectory(final EngineMemory memory) {
        this.memory = memory;
        matches = memory.state().layout().table("$matches");
        match = (IntColumn) matches.column("match");
        running = (BoolColumn) matches.column("running");
        delivered = (BoolColumn) matches.column("delivered");
    }

    /** The matches that are over and whose results nobody is known to have. */
    void forEachUndelivered(final Consumer<MatchSlot> action) {
        final EngineState state = memory.state();
        for (int row = state.first(matches); row != Rows.NONE; row = state.next(matches, row)) {
            final MatchSlot slot = memory.find(state.get(row, match));
            if (!state.get(row, running) && !state.get(row, delivered) && slot != null) {
                action.accept(slot);
            }
        }
    }

    /** Matches that are not over. */
    int running() {
        final EngineState state = memory.state();
        int count = 0;
        for (int row = state.first(matches); row != Rows.NONE; row = state.next(matches, row)) {
            count += state.get(row, running) ? 1 : 0;
        }
        return count;
    }
}
