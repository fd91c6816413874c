package ringside.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalWriter;
import ringside.journal.StoreConfig;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.EngineIdentity;
import ringside.server.Games;

/**
 * Plays matches of the arena among bots into a data directory, on one thread, and keeps what a walk over their frames sees: who
 * was dead, and who killed whom.
 */
final class RecordedArena implements AutoCloseable {
    static final int HZ = 60;

    private static final JournalConfig SMALL = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(1 << 20, 16_384, 1 << 17).withWatermarkBytes(0));

    /** A kill, as its effect says. */
    record Kill(int match, int frame, long killer, long victim) {}

    final List<Kill> kills = new ArrayList<>();

    /** By the match: of each frame, the slots of the dead. */
    final Map<Integer, List<List<Long>>> dead = new HashMap<>();

    private final GameType arena = Games.require(Games.load(), "arena");
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[4_096]), 0, 4_096);
    private final Deque<long[]> hashes = new ArrayDeque<>();
    private final DataDirectory data;
    private final Journal journal;
    private final JournalWriter writer;
    private final FrameLoop loop;

    RecordedArena(final Path directory) {
        final SplittableRandom random = new SplittableRandom(11);
        final LogicSettings settings = LogicSettings.at(HZ);
        final GameTypes types = GameTypes.of(arena);
        data = DataDirectory.open(directory, random::nextLong);
        journal = Journal.open(
                data,
                0,
                EngineIdentity.of("test", settings, types).toJson(),
                SMALL,
                new Journal.Edges(() -> 1_795_348_800_000L, System::nanoTime, random::nextLong));
        writer = journal.writer();
        loop = new FrameLoop(new EngineMemory(settings, types, 4), new Live(), -1);
        feed(OpenPayload.write(event, writer.epoch(), writer.writerId()));
    }

    private final class Live extends MutedOutput {
        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            hashes.add(new long[] {match, frame, hash});
            final MatchSlot slot = loop.memory().find(match);
            if (slot != null) {
                look(slot, frame);
            }
        }
    }

    private void look(final MatchSlot slot, final int frame) {
        final State state = slot.state();
        final Table players = state.layout().table("players");
        final List<Long> lying = new ArrayList<>();
        for (int row = state.first(players); row != Rows.NONE; row = state.next(players, row)) {
            if (read(state, players, row, "alive") == 0) {
                lying.add(read(state, players, row, "slot"));
            }
        }
        dead.computeIfAbsent(slot.id(), match -> new ArrayList<>()).add(lying);
        final MatchSnapshot snapshot = new MatchSnapshot(slot.type()).wrap(state.block(), 0);
        for (int seq = snapshot.oldestEffect(); seq < snapshot.nextEffect(); seq++) {
            final int row = snapshot.effectRow(seq);
            final RecordType type = snapshot.effectType(row);
            if (type.name().equals("kill") && snapshot.effectFrame(row) == frame) {
                final int at = snapshot.effectRecordOffset(row);
                kills.add(new Kill(
                        slot.id(),
                        frame,
                        type.column("killer").read(state.block(), at),
                        type.column("victim").read(state.block(), at)));
            }
        }
    }

    private static long read(final State state, final Table table, final int row, final String column) {
        return table.column(column).read(state.block(), state.rowOffset(table, row));
    }

    private RecordedArena feed(final Event next) {
        writer.add(next);
        while (!hashes.isEmpty()) {
            final long[] hash = hashes.removeFirst();
            writer.annotate((int) hash[0], (int) hash[1], hash[2]);
        }
        writer.commit();
        loop.apply(next);
        return this;
    }

    /** A match of so many bots, and of nobody else. */
    RecordedArena create(final int match, final int bots) {
        final RecordView rules = record(arena.layout().rules());
        write(rules, "bots", bots);
        write(rules, "botsAlone", 1);
        return feed(CreatePayload.write(
                event,
                match,
                match,
                arena.layout().hash(),
                rules.buffer(),
                0,
                rules.type().lengthBytes()));
    }

    /** A player takes the first seat of a match. */
    RecordedArena join(final int match) {
        final RecordView join = record(arena.layout().join());
        JoinPayload.write(event, match, 5, join.buffer(), 0, join.type().lengthBytes());
        JoinPayload.writeToken(event, 5, 5);
        return feed(JoinPayload.writeSecretHash(event, 5, 5));
    }

    /** The player of the first seat sends an input for a frame. */
    RecordedArena input(final int match, final int seq, final int frame) {
        final RecordView input = record(arena.layout().input());
        return feed(InputPayload.write(
                event, match, 1, seq, frame, input.buffer(), 0, input.type().lengthBytes()));
    }

    RecordedArena frames(final int count) {
        for (int i = 0; i < count; i++) {
            feed(FramePayload.write(event, 0, false));
        }
        return this;
    }

    private static RecordView record(final RecordType type) {
        return new RecordView(type)
                .wrap(new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]), 0)
                .reset();
    }

    private static void write(final RecordView record, final String name, final long value) {
        final Column column = record.type().column(name);
        column.write(record.buffer(), 0, value);
    }

    @Override
    public void close() {
        hashes.forEach(hash -> writer.annotate((int) hash[0], (int) hash[1], hash[2]));
        journal.close();
        data.close();
    }
}
