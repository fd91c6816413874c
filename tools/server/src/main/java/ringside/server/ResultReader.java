package ringside.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.MatchEnd;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.layout.State;
import ringside.layout.XxHash64;
import ringside.replay.EventDescriber;
import ringside.server.results.MatchResult;

/** Reads the result out of the state of a match that is over. */
final class ResultReader {
    private ResultReader() {}

    /** The state must stand still, as that of an ended match does; any thread. */
    static MatchResult read(final MatchSlot slot) {
        final MatchColumns columns = new MatchColumns(slot.type());
        final State state = columns.viewOf(slot.state().block());
        final List<MatchResult.Player> players = new ArrayList<>();
        for (int seat = 0; seat < columns.seats(); seat++) {
            final int player = columns.player(state, seat);
            if (player != 0) {
                players.add(new MatchResult.Player(
                        player, seat, fields(columns.layout().join(), state.block(), columns.joinedOffset(seat))));
            }
        }
        return new MatchResult(
                slot.id(),
                columns.layout().game(),
                columns.layout().logicVersion(),
                Census.word(MatchEnd.of(columns.end(state))),
                columns.frame(state),
                XxHash64.hex(state.hash()),
                players,
                fields(columns.layout().result(), state.block(), columns.resultOffset()));
    }

    private static Map<String, Object> fields(final RecordType type, final DirectBuffer block, final int offset) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        for (final Column column : type.columns()) {
            fields.put(column.name(), EventDescriber.value(column, block, offset));
        }
        return fields;
    }
}
