package ringside.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Who had which seat from when to when, and when nobody was connected to it. One thread at a time. */
final class Attendance {
    /** Stays that are told one by one: a crowd that comes and goes is cut off here, newest last. */
    private static final int MOST_STAYS = 4_096;

    private static final int STILL = -1;

    private static final class Stay {
        final int player;
        final int seat;
        final String name;
        final int from;
        int to = STILL;
        final List<int[]> away = new ArrayList<>();

        Stay(final int player, final int seat, final String name, final int from) {
            this.player = player;
            this.seat = seat;
            this.name = name;
            this.from = from;
        }
    }

    private final List<Stay> stays = new ArrayList<>();
    private @Nullable Stay[] present = {};
    private boolean[] isAway = {};

    /** Looks who is there at the end of a frame. */
    void look(final MatchSnapshot snapshot, final int frame) {
        final int seats = snapshot.state().layout().seats();
        if (present.length != seats) {
            present = new @Nullable Stay[seats];
            isAway = new boolean[seats];
        }
        for (int seat = 0; seat < seats; seat++) {
            final int player = snapshot.player(seat);
            Stay stay = present[seat];
            if (stay != null && stay.player != player) {
                stay.to = frame - 1;
                stay = null;
            }
            if (stay == null && player != 0 && stays.size() < MOST_STAYS) {
                stay = new Stay(player, seat, nameOf(snapshot.state(), seat), frame);
                isAway[seat] = false;
                stays.add(stay);
            }
            present[seat] = stay;
            final boolean isGone = stay != null && !snapshot.isConnected(seat);
            if (stay != null && isGone != isAway[seat]) {
                if (isGone) {
                    stay.away.add(new int[] {frame, STILL});
                } else {
                    stay.away.get(stay.away.size() - 1)[1] = frame - 1;
                }
                isAway[seat] = isGone;
            }
        }
    }

    /** The first text that the player brought; empty where players bring none. */
    private static String nameOf(final State state, final int seat) {
        final Layout layout = state.layout();
        final Table seats = layout.table("$seats");
        final int row = state.rowAt(seats, seat);
        for (final Column column : layout.join().columns()) {
            if (row != Rows.NONE && column instanceof final BytesColumn bytes && bytes.isText()) {
                final int record =
                        state.rowOffset(seats, row) + seats.column("joined").offset();
                return bytes.readText(state.block(), record);
            }
        }
        return "";
    }

    void writeTo(final ArrayNode out) {
        for (final Stay stay : stays) {
            final ObjectNode line = out.addObject();
            line.put("player", stay.player);
            line.put("seat", stay.seat);
            line.put("name", stay.name);
            line.put("from", stay.from);
            line.put("to", stay.to);
            final ArrayNode away = line.putArray("away");
            stay.away.forEach(stretch -> away.addArray().add(stretch[0]).add(stretch[1]));
        }
    }
}
