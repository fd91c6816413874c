package ringside.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The named tables and columns of a match state, and the fields of its inputs, commands, effects, join data, rules and
 * result. Immutable.
 *
 * <p>A layout is data: it stands in the journal and in the handshake ({@link LayoutJson}), and two layouts are the same
 * when their {@link #hash} is.
 *
 * <p>In the block, single tables stand in front, then the other tables, then those of history; within each of the three
 * in declared order. What is in front of history is what a snapshot holds.
 */
public final class Layout {
    /** The largest match state. */
    public static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

    private final String game;
    private final int logicVersion;
    private final int seats;
    private final List<Table> tables;
    private final RecordType input;
    private final RecordType join;
    private final RecordType rules;
    private final RecordType result;
    private final List<RecordType> commands;
    private final List<RecordType> effects;
    private final int snapshotBytes;
    private final int blockBytes;
    private final Extents extents;
    private final long hash;

    Layout(final LayoutBuilder from) {
        game = from.game();
        logicVersion = from.logicVersion();
        seats = from.seats();
        tables = Collections.unmodifiableList(from.tables());
        input = from.input();
        join = from.join();
        rules = from.rules();
        result = from.result();
        commands = Collections.unmodifiableList(from.commands());
        effects = Collections.unmodifiableList(from.effects());
        requireOwnTables();
        input.columns().forEach(Column::requireMergeable);
        final List<Table> hashed = new ArrayList<>();
        tables.stream().filter(Table::isSingle).forEach(hashed::add);
        tables.stream().filter(table -> !table.isSingle() && !table.isHistory()).forEach(hashed::add);
        snapshotBytes = place(hashed, 0);
        blockBytes = place(tables.stream().filter(Table::isHistory).toList(), snapshotBytes);
        extents = new Extents(hashed.toArray(Table[]::new));
        input.close();
        join.close();
        rules.close();
        result.close();
        commands.forEach(Fields::close);
        effects.forEach(Fields::close);
        final byte[] json = LayoutJson.write(this).getBytes(StandardCharsets.UTF_8);
        hash = XxHash64.hash(new UnsafeBuffer(json), 0, json.length, 0);
    }

    private static int place(final List<Table> tables, final int from) {
        int end = from;
        for (final Table table : tables) {
            end = table.placeAt(end);
        }
        return end;
    }

    /** A reference into another layout's table would read rows of whatever stands at its offset here. */
    private void requireOwnTables() {
        final List<Fields> all = new ArrayList<>(tables);
        all.addAll(List.of(input, join, rules, result));
        all.addAll(commands);
        all.addAll(effects);
        for (final Fields fields : all) {
            for (final Column column : fields.columns()) {
                if (column instanceof final RefColumn ref && !tables.contains(ref.targetTable())) {
                    throw new LayoutException(column.qualifiedName() + ": refers to table " + ref.target()
                            + ", which is not of this layout");
                }
            }
        }
    }

    public String game() {
        return game;
    }

    /** Raised by the studio whenever the same events would no longer lead to the same states. */
    public int logicVersion() {
        return logicVersion;
    }

    /** The most players of one match. */
    public int seats() {
        return seats;
    }

    public List<Table> tables() {
        return tables;
    }

    /** The table of that name. */
    public Table table(final String name) {
        final Table found = findTable(name);
        if (found == null) {
            throw new LayoutException("no table " + name + " in the layout of " + game + "; it has " + tables);
        }
        return found;
    }

    public @Nullable Table findTable(final String name) {
        for (final Table table : tables) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        return null;
    }

    public RecordType input() {
        return input;
    }

    public RecordType join() {
        return join;
    }

    public RecordType rules() {
        return rules;
    }

    public RecordType result() {
        return result;
    }

    public List<RecordType> commands() {
        return commands;
    }

    public List<RecordType> effects() {
        return effects;
    }

    /** Bytes of one match state: a multiple of 8. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Bytes of a snapshot: a block without its tables of history, a multiple of 8. */
    public int snapshotBytes() {
        return snapshotBytes;
    }

    Extents extents() {
        return extents;
    }

    /**
     * Copies a state but for its tables of history, at the cost of what is alive in it. Beyond a table's high water mark
     * there are only zeros: they are not copied, and what was alive there in the target is wiped. So the copy is a state
     * like its source, byte for byte; a match can go on from it.
     *
     * @param from a block or a snapshot of this layout, which nobody changes meanwhile
     * @param to memory of {@link #snapshotBytes} that is all zero or holds some state of this layout
     * @throws StateException when either is no state of this layout
     */
    public void copySnapshot(
            final DirectBuffer from, final int fromOffset, final MutableDirectBuffer to, final int toOffset) {
        from.boundsCheck(fromOffset, snapshotBytes);
        to.boundsCheck(toOffset, snapshotBytes);
        extents.copy(from, fromOffset, to, toOffset);
    }

    /**
     * As {@link #copySnapshot}, into memory that nobody else writes: how much of it is filled is noted beside it, so that
     * nothing of the target is read, which is most of what a copy into memory that no cache holds would wait for.
     *
     * @param filledOffset where in {@code to} there are {@link #filledBytes} for that note, all zero before the first copy
     */
    public void copySnapshotOver(
            final DirectBuffer from,
            final int fromOffset,
            final MutableDirectBuffer to,
            final int toOffset,
            final int filledOffset) {
        from.boundsCheck(fromOffset, snapshotBytes);
        to.boundsCheck(toOffset, snapshotBytes);
        to.boundsCheck(filledOffset, filledBytes());
        extents.copyOver(from, fromOffset, to, toOffset, filledOffset);
    }

    /** Bytes of the note that {@link #copySnapshotOver} keeps: a multiple of 8. */
    public int filledBytes() {
        return (extents.count() * Integer.BYTES + 7) & ~7;
    }

    /** XXH64 of the layout's JSON: equal exactly when game, logicVersion and every declaration are. */
    public long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return game + " logic " + logicVersion + " layout " + XxHash64.hex(hash);
    }
}
