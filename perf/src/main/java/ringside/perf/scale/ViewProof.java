package ringside.perf.scale;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.IntColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.perf.RunFailedException;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;
import ringside.snapshot.codec.WireLayout;

/**
 * Decodes all that a few clients were sent, from the first part to the last, and compares what they then know with what they
 * may see of the snapshots that are still kept. After the measured time.
 */
final class ViewProof {
    private static final int TAPE_BYTES_PER_FRAME = 400;
    /** Views beyond a round trip for which a row may be awaited. */
    private static final int SPARE_VIEWS = 2;

    private static final int MOST_TAPE_BYTES = 16 << 20;

    private final ScalePlan plan;
    private final GameType type;
    private final List<Sample> samples = new ArrayList<>();
    private long decodedParts;
    private long comparedViews;
    private long viewsThatLackRows;

    private record Sample(MatchSlot match, int seat, ViewTape tape) {}

    ViewProof(final ScalePlan plan, final GameType type) {
        this.plan = plan;
        this.type = type;
    }

    /** Lets that many clients be recorded, spread over all matches and seats. Before the first view. */
    void record(final int clients, final List<ViewStage> stages, final List<MatchSlot> matches) {
        final int wanted = Math.min(clients, matches.size());
        final int tapeBytes = Math.min(MOST_TAPE_BYTES, plan.mostFrames() * TAPE_BYTES_PER_FRAME);
        for (int i = 0; i < wanted; i++) {
            final int match = (int) ((long) i * matches.size() / wanted);
            final int seat = i % ScalePlan.PLAYERS_PER_MATCH;
            final MatchViews views =
                    stages.get(match % plan.viewThreads()).matches().get(match / plan.viewThreads());
            record(matches.get(match), views, seat, tapeBytes);
        }
    }

    /** Lets one client be recorded. Before the first view. */
    void record(final MatchSlot match, final MatchViews views, final int seat, final int tapeBytes) {
        final ViewTape tape = new ViewTape(tapeBytes);
        views.record(seat, tape);
        samples.add(new Sample(match, seat, tape));
    }

    /** Throws {@link RunFailedException} when a client would have seen something else than it may. Logic has stopped. */
    void check() {
        samples.forEach(this::check);
        if (comparedViews == 0) {
            throw new RunFailedException("no view of the sampled clients could be compared with a snapshot");
        }
    }

    private void check(final Sample sample) {
        final ViewDecoder decoder = new ViewDecoder(
                new WireLayout(type.layout()),
                MatchViews.limits(plan).historyFrames(),
                (frame, effect, record, offset) -> {});
        final ViewTape tape = sample.tape();
        int lackingInARow = 0;
        for (int at = 0; tape.hasPart(at); at = tape.next(at)) {
            decoder.apply(tape.memory(), ViewTape.partAt(at), tape.lengthAt(at));
            decodedParts++;
            if (decoder.isComplete() && sample.match().snapshots().isIntact(decoder.frame())) {
                comparedViews++;
                final String lacking = compare(sample, decoder);
                if (lacking.isEmpty()) {
                    lackingInARow = 0;
                } else {
                    viewsThatLackRows++;
                    lackingInARow++;
                }
                if (lackingInARow > plan.acknowledgeFrames() + SPARE_VIEWS) {
                    throw new RunFailedException(lacking + "; so it was for " + lackingInARow + " views");
                }
            }
        }
    }

    /**
     * Throws {@link RunFailedException} when the client knows anything wrong. Returns what it lacks, in words, or nothing: a
     * row that comes into sight waits while all numbers that clients know rows by are taken by rows that have left.
     */
    private String compare(final Sample sample, final ViewDecoder decoder) {
        final MatchSnapshot snapshot =
                new MatchSnapshot(type).wrap(sample.match().snapshots().block(decoder.frame()), 0);
        final Viewer viewer = snapshot.viewer(sample.seat());
        final RowSet visible = new RowSet(type.layout());
        type.game().visible(viewer, snapshot.state(), visible);
        String lacking = "";
        for (final ViewTable shown : decoder.tables()) {
            final List<String> expected = expected(snapshot.state(), shown.table(), visible, viewer);
            final List<String> actual = actual(shown);
            if (!expected.equals(actual)) {
                final String difference = "match " + sample.match().id() + ", seat " + sample.seat() + ", frame "
                        + decoder.frame() + ", table " + shown.table().name() + ": the client knows " + actual
                        + " where " + expected + " is to be seen";
                if (!isPartOf(actual, expected)) {
                    throw new RunFailedException(difference);
                }
                lacking = difference;
            }
        }
        return lacking;
    }

    private static boolean isPartOf(final List<String> some, final List<String> all) {
        final List<String> left = new ArrayList<>(all);
        return some.stream().allMatch(left::remove);
    }

    /** Rows as text, in an order of their own: a client's numbers for them are not the state's. */
    private static List<String> expected(
            final State state, final Table table, final RowSet visible, final Viewer viewer) {
        final List<String> rows = new ArrayList<>();
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (visible.contains(table, row)) {
                final int offset = state.rowOffset(table, row);
                final StringBuilder text = new StringBuilder();
                for (final Column column : table.columns()) {
                    text.append(
                                    mayBeSeen(table, column, state.block(), offset, viewer)
                                            ? value(column, state.block(), offset)
                                            : "-")
                            .append(' ');
                }
                rows.add(text.toString());
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static List<String> actual(final ViewTable shown) {
        final List<String> rows = new ArrayList<>();
        for (int id = shown.first(); id >= 0; id = shown.next(id)) {
            final StringBuilder text = new StringBuilder();
            for (final Column column : shown.table().columns()) {
                text.append(shown.has(id, column) ? value(column, shown.rowBuffer(id), shown.rowOffset(id)) : "-")
                        .append(' ');
            }
            rows.add(text.toString());
        }
        Collections.sort(rows);
        return rows;
    }

    private static boolean mayBeSeen(
            final Table table, final Column column, final DirectBuffer block, final int offset, final Viewer viewer) {
        final IntColumn team = table.teamColumn();
        final IntColumn owner = table.ownerColumn();
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> team != null && team.read(block, offset) == viewer.team();
            case OWNER -> owner != null && owner.read(block, offset) == viewer.seat();
            case NOBODY -> false;
        };
    }

    private static String value(final Column column, final DirectBuffer block, final int offset) {
        if (column instanceof BytesColumn) {
            final byte[] bytes = new byte[column.widthBytes()];
            new UnsafeBuffer(block, offset + column.offset(), bytes.length).getBytes(0, bytes);
            return HexFormat.of().formatHex(bytes);
        }
        // A reference names a row by the state's number here and by the client's there.
        return column.type() == ColumnType.REF
                ? "ref"
                : String.valueOf(column.read(block, offset) >> column.droppedBits());
    }

    int clients() {
        return samples.size();
    }

    long decodedParts() {
        return decodedParts;
    }

    /** Of those compared: some row was awaited, see {@link #compare}. */
    long viewsThatLackRows() {
        return viewsThatLackRows;
    }

    long comparedViews() {
        return comparedViews;
    }
}
