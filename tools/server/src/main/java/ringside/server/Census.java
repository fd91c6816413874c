package ringside.server;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchTables;
import ringside.engine.output.MatchEnd;
import ringside.layout.State;

/**
 * The matches of an engine at the end of one frame. Made and read by whoever asks; filled in between by the logic thread, which
 * allocates nothing for it.
 */
final class Census {
    private final int engine;
    private final IdentityHashMap<GameType, MatchColumns> columns;
    private final MatchSlot[] slots;
    private final int[] statuses;
    private final int[] ends;
    private final int[] frames;
    private final int[] players;
    private int count;
    private long position;
    private volatile boolean filled;

    Census(final int engine, final int maxMatches, final IdentityHashMap<GameType, MatchColumns> columns) {
        this.engine = engine;
        this.columns = columns;
        slots = new MatchSlot[maxMatches];
        statuses = new int[maxMatches];
        ends = new int[maxMatches];
        frames = new int[maxMatches];
        players = new int[maxMatches];
    }

    /** The columns of all games of an engine. */
    static IdentityHashMap<GameType, MatchColumns> columns(final EngineMemory memory) {
        final IdentityHashMap<GameType, MatchColumns> columns = new IdentityHashMap<>();
        memory.types().all().forEach(type -> columns.put(type, new MatchColumns(type)));
        return columns;
    }

    /** Logic thread, between two events. */
    void fill(final EngineMemory memory, final long atPosition) {
        final List<MatchSlot> matches = memory.matches();
        count = matches.size();
        for (int i = 0; i < count; i++) {
            final MatchSlot slot = matches.get(i);
            final State state = slot.state();
            final MatchColumns at = columns(slot);
            slots[i] = slot;
            statuses[i] = at.status(state);
            ends[i] = at.end(state);
            frames[i] = at.frame(state);
            players[i] = at.players(state);
        }
        position = atPosition;
        filled = true;
    }

    private MatchColumns columns(final MatchSlot slot) {
        return Objects.requireNonNull(columns.get(slot.type()), "a game that the engine does not carry");
    }

    boolean isFilled() {
        return filled;
    }

    /** The position that must be safe before anybody is told. */
    long position() {
        return position;
    }

    /** Seats taken in all matches that are not over. */
    int players() {
        int all = 0;
        for (int i = 0; i < count; i++) {
            all += statuses[i] == MatchTables.ENDED ? 0 : players[i];
        }
        return all;
    }

    List<MatchStatus> matches() {
        final List<MatchStatus> matches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final MatchColumns at = columns(slots[i]);
            matches.add(new MatchStatus(
                    slots[i].id(),
                    at.layout().game(),
                    at.layout().logicVersion(),
                    engine,
                    state(statuses[i], ends[i]),
                    frames[i],
                    players[i],
                    at.seats()));
        }
        return matches;
    }

    private static String state(final int status, final int end) {
        return switch (status) {
            case MatchTables.PAUSED -> "paused";
            case MatchTables.WAITING -> "waiting";
            case MatchTables.ENDED -> word(MatchEnd.of(end));
            default -> "running";
        };
    }

    /** How a match ended, as results and operators read it. */
    static String word(final MatchEnd end) {
        return end.name().toLowerCase(Locale.ROOT);
    }
}
