package ringside.perf.garbage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.State;
import ringside.layout.Table;

/** As Ringside keeps matches: a table in one flat block each, and a copy of it into a ring for each frame. */
final class FlatWorld implements World {
    private final LayoutBuilder builder = new LayoutBuilder("garbage").seats(PLAYERS);
    private final Table players = builder.table("players", PLAYERS);
    private final IntColumn id = players.int32("id", 0, PLAYERS);
    private final IntColumn x = players.int32("x", 0, SIDE);
    private final IntColumn y = players.int32("y", 0, SIDE);
    private final IntColumn speedX = players.int32("speedX", -SIDE, SIDE);
    private final IntColumn speedY = players.int32("speedY", -SIDE, SIDE);
    private final IntColumn hp = players.int32("hp", 0, 100);
    private final Layout layout = builder.build();
    private final List<State> states = new ArrayList<>();
    private final List<SnapshotRing> rings = new ArrayList<>();
    private final ByteBuffer update = ByteBuffer.allocate(PLAYERS * UPDATE_BYTES);

    FlatWorld(final int count) {
        for (int match = 0; match < count; match++) {
            final State state = new State(layout);
            state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
            state.clear();
            for (int i = 0; i < PLAYERS; i++) {
                final int row = state.add(players);
                state.set(row, id, i);
                state.set(row, x, World.begin(match, i, 0));
                state.set(row, y, World.begin(match, i, 1));
                state.set(row, speedX, World.speed(match, i, 0));
                state.set(row, speedY, World.speed(match, i, 1));
            }
            states.add(state);
            rings.add(new SnapshotRing(layout, KEPT_FRAMES));
        }
    }

    @Override
    public long step(final int frame) {
        long sum = 0;
        for (int m = 0; m < states.size(); m++) {
            final State state = states.get(m);
            update.clear();
            for (int row = state.first(players); row != 0; row = state.next(players, row)) {
                move(state, row, frame);
                update.putInt(state.get(row, id))
                        .putInt(state.get(row, x))
                        .putInt(state.get(row, y))
                        .putInt(state.get(row, speedX))
                        .putInt(state.get(row, speedY))
                        .putInt(state.get(row, hp));
            }
            rings.get(m).publish(frame, frame, 0, 0, state.block());
            sum += update.getInt(UPDATE_BYTES + 4) + update.position();
        }
        return sum;
    }

    private void move(final State state, final int row, final int frame) {
        final int nextX = state.get(row, x) + state.get(row, speedX);
        final int nextY = state.get(row, y) + state.get(row, speedY);
        state.set(row, x, nextX & (SIDE - 1));
        state.set(row, y, nextY & (SIDE - 1));
        if (nextX < 0 || nextX >= SIDE) {
            state.set(row, speedX, -state.get(row, speedX));
        }
        if (nextY < 0 || nextY >= SIDE) {
            state.set(row, speedY, -state.get(row, speedY));
        }
        state.set(row, hp, 100 - (frame + state.get(row, id)) % 50);
    }
}
