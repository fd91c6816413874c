package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.SnapshotRing;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.WireLayout;

/** Eight discs, one of them the player's: views that correct it, inputs, and pictures. */
final class PictureAllocationTest {
    private static final int HZ = 60;
    private static final int AHEAD = 12;
    private static final int WARM_UP_FRAMES = 20_000;
    private static final int MEASURED_FRAMES = 5_000;
    private static final int MOST_ROUNDS = 5;
    private static final long FRAME_NS = 1_000_000_000L / HZ;

    private final Pushers game = new Pushers();
    private final GameType type = new GameType(game);
    private final WireLayout wire = new WireLayout(type.layout());
    private final State state = new State(type.layout());
    private final SnapshotRing history = new SnapshotRing(type.layout(), 64);
    private final ViewEncoder encoder = new ViewEncoder(wire, history, ViewLimits.DEFAULT);
    private final RowSet visible = new RowSet(type.layout());
    private final UnsafeBuffer part = new UnsafeBuffer(new byte[2_048]);
    private final ClientStatistics statistics = new ClientStatistics();
    private final ViewDecoder decoder =
            new ViewDecoder(wire, ViewLimits.DEFAULT_HISTORY_FRAMES, (frame, effect, record, offset) -> {});
    private final RecordView input = new RecordView(type.layout().input())
            .wrap(new UnsafeBuffer(new byte[type.layout().input().lengthBytes()]), 0);
    private final PendingInputs pending =
            new PendingInputs(type.layout().input().lengthBytes(), 16);
    private final ConsumedInput consumed = new ConsumedInput();
    private final PictureSettings settings = PictureSettings.of("x", "y");
    private final Interpolation others = new Interpolation(decoder, HZ, settings, statistics);
    private final Prediction own = new Prediction(type, decoder, pending, HZ, settings, statistics);
    private final Table discs = game.discs;
    private final Column x = game.x;
    private int frame;
    private double sum;

    @Test
    void views_inputs_and_pictures_allocate_nothing_once_warm() {
        state.wrap(new UnsafeBuffer(new byte[type.layout().blockBytes()]), 0);
        state.clear();
        for (int seat = 0; seat < 8; seat++) {
            state.set(state.add(discs), game.seat, seat);
        }
        visible.addAll();
        own.begin(0);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        run(WARM_UP_FRAMES);
        long allocated = -1;
        for (int round = 0; round < MOST_ROUNDS && allocated != 0; round++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            run(MEASURED_FRAMES);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertEquals(0, allocated, "bytes allocated in " + MEASURED_FRAMES + " frames");
        assertTrue(statistics.corrections() > 1_000, statistics.corrections() + " corrections");
        assertTrue(statistics.pictures() > 1_000 && sum != 0, statistics.pictures() + " pictures");
    }

    private void run(final int frames) {
        for (int i = 0; i < frames; i++) {
            serve();
            final long nowNs = frame * FRAME_NS;
            own.viewed(frame + AHEAD - 1.0, nowNs);
            others.viewed(nowNs);
            input.reset().set(game.moveX, frame / 40 % 3 - 1).set(game.leap, frame % 50 == 0);
            pending.add(frame + AHEAD, 0, 0, nowNs, input.buffer(), 0);
            own.inputMade();
            others.advance(nowNs + FRAME_NS / 3);
            draw(nowNs + FRAME_NS / 3);
        }
    }

    /** The server has the inputs, but not the place that they lead to. */
    private void serve() {
        frame++;
        for (int row = state.first(discs); row != 0; row = state.next(discs, row)) {
            state.set(row, game.x, (8 + frame / 8 % 8) * FixedColumn.ONE);
        }
        history.put(frame, state.block());
        encoder.begin(frame, visible, 0, ViewEncoder.NO_TEAM);
        encoder.answer(Math.max(0, frame - AHEAD), AHEAD, 0);
        while (pending.takeConsumed(frame - AHEAD, consumed)) {
            sum += consumed.inputSeq();
        }
        for (int length = encoder.encodePart(part, 0); length > 0; length = encoder.encodePart(part, 0)) {
            decoder.apply(part, 0, length);
        }
        encoder.acknowledge(frame, 0);
    }

    private void draw(final long nowNs) {
        for (int id = others.next(discs, -1); id >= 0; id = others.next(discs, id)) {
            final PredictedRow row = own.find(discs, id);
            sum += row == null
                    ? others.drawn(discs, id, x)
                    : own.drawn(row, x, frame + AHEAD - 0.5, nowNs) + row.newest(x);
        }
    }
}
