package ringside.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MatchTables;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.EngineIdentity;
import ringside.replay.file.MatchFile;

/**
 * Says of the frames of one player what the input that counted claimed to have been seen, what the edge knew of that, and where
 * logic looked. Safe for many threads, which wait for each other.
 */
final class Claims {
    /** Frames in one answer. */
    static final int MOST_FRAMES = 600;

    private static final double ONE = 65_536;

    /** Inputs of a player that are remembered: those that may still count. */
    private static final int MOST_INPUTS = 512;

    private final MatchFile file;
    private final Cursor cursor;
    private final Acknowledged acknowledged;

    Claims(final MatchFile file, final Supplier<GameTypes> types, final Acknowledged acknowledged) {
        this.file = file;
        this.acknowledged = acknowledged;
        cursor = new Cursor(file, types);
    }

    /** The claims behind the frames from one to another of them, of those in which an input of the player counted. */
    synchronized ObjectNode of(final int player, final int from, final int to) {
        final ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("hz", file.header().hz());
        out.put(
                "maxRewindFrames",
                EngineIdentity.parse(file.header().identities().get(0))
                        .settings()
                        .maxRewindFrames());
        final Reader reader = new Reader(player, from, to, out.putArray("claims"), acknowledged);
        cursor.seek(Math.max(0, from - MatchTables.TOO_EARLY_FRAMES));
        while (cursor.at() < to && cursor.step(reader)) {
            // Goes on until all that is wanted was told.
        }
        return out;
    }

    /** What an input said, and what the edge said to it. */
    private record Claim(int inputSeq, int seenFrame, int fraction, int sentFrame, int boundFrames, int targetFrame) {}

    private static final class Reader implements Cursor.Watcher {
        private final int player;
        private final int from;
        private final int to;
        private final ArrayNode out;
        private final Acknowledged acknowledged;
        private final Map<Integer, Claim> claims = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(final Map.Entry<Integer, Claim> eldest) {
                return size() > MOST_INPUTS;
            }
        };
        private @Nullable MatchSnapshot snapshot;
        private int consumed = -1;

        Reader(final int player, final int from, final int to, final ArrayNode out, final Acknowledged acknowledged) {
            this.acknowledged = acknowledged;
            this.player = player;
            this.from = from;
            this.to = to;
            this.out = out;
        }

        @Override
        public void event(final Event event, final int frame) {
            if (event.type() == EventType.INPUT && event.player() == player) {
                claims.put(
                        event.inputSeq(),
                        new Claim(
                                event.inputSeq(),
                                InputPayload.seenFrame(event),
                                InputPayload.fraction(event),
                                InputPayload.sentFrame(event),
                                InputPayload.rewindBoundFrames(event),
                                event.targetFrame()));
            }
        }

        @Override
        public void frame(final MatchSlot slot, final int frame, final long hash) {
            final int seat = MatchSnapshot.seatOf(slot.type(), player);
            MatchSnapshot now = snapshot;
            if (now == null) {
                now = new MatchSnapshot(slot.type());
                snapshot = now;
            }
            now.wrap(slot.state().block(), 0);
            if (now.player(seat) != player) {
                consumed = -1;
                return;
            }
            final int newest = now.consumedSeq(seat);
            final Claim claim = claims.get(newest);
            if (newest != consumed && claim != null && frame >= from && frame <= to) {
                tell(claim, frame, viewAge(slot.state(), seat));
            }
            consumed = newest;
        }

        private static int viewAge(final State state, final int seat) {
            final Table seats = state.layout().table("$seats");
            final int row = state.rowAt(seats, seat);
            return row == Rows.NONE
                    ? 0
                    : (int) seats.column("viewAge").read(state.block(), state.rowOffset(seats, row));
        }

        private void tell(final Claim claim, final int frame, final int viewAge) {
            out.addObject()
                    .put("frame", frame)
                    .put("inputSeq", claim.inputSeq())
                    .put("targetFrame", claim.targetFrame())
                    .put("sentFrame", claim.sentFrame())
                    .put("acknowledgedFrame", acknowledged.before(player, claim.sentFrame()))
                    .put("boundFrames", claim.boundFrames())
                    .put("claimed", claim.seenFrame() + claim.fraction() / ONE)
                    .put("rewound", frame - viewAge / ONE);
        }
    }
}
