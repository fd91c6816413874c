package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.RecordView;
import ringside.layout.RowSet;

/** Ten viewers of one match, who see different halves of it and acknowledge with different delays. */
final class SharedAllocationTest {
    private static final int VIEWERS = 10;
    private static final int WARM_UP_FRAMES = 4_000;
    private static final int MEASURED_FRAMES = 2_000;
    private static final int MOST_ROUNDS = 5;

    private final Duel duel = new Duel();
    private final SharedRows shared = new SharedRows(duel.encoder.wire());
    private final RowHistory changes = new RowHistory(duel.encoder.wire(), duel.history);
    private final ViewEncoder[] encoders = new ViewEncoder[VIEWERS];
    private final RowSet[] visible = new RowSet[VIEWERS];
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[duel.hit.lengthBytes()]);
    private final RecordView hit = new RecordView(duel.hit).wrap(record, 0);
    private long bytes;

    SharedAllocationTest() {
        Arrays.setAll(encoders, i -> new ViewEncoder(duel.encoder.wire(), duel.history, ViewLimits.DEFAULT));
        Arrays.setAll(visible, i -> new RowSet(duel.layout));
        for (int i = 0; i < VIEWERS; i++) {
            duel.state.set(duel.state.add(duel.players), duel.players.ownerColumn(), i);
        }
    }

    @Test
    void views_that_share_allocate_nothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        run(WARM_UP_FRAMES);
        // How much room is needed shows only with time: the last bit of growing may fall into a round.
        long allocated = -1;
        for (int round = 0; round < MOST_ROUNDS && allocated != 0; round++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            run(MEASURED_FRAMES);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertEquals(0, allocated, "bytes allocated in " + MEASURED_FRAMES * VIEWERS + " views of " + bytes + " bytes");
    }

    private void run(final int frames) {
        for (int i = 0; i < frames; i++) {
            step(duel.frame);
            duel.history.put(duel.frame, duel.state.block());
            shared.begin(changes, duel.frame);
            for (int viewer = 0; viewer < VIEWERS; viewer++) {
                shared.expect(encoders[viewer]);
            }
            for (int viewer = 0; viewer < VIEWERS; viewer++) {
                view(viewer, duel.frame);
            }
            duel.frame++;
        }
    }

    private void view(final int viewer, final int frame) {
        final ViewEncoder encoder = encoders[viewer];
        encoder.acknowledge(frame - 3 - viewer % 7, 0);
        if (frame % 16 == viewer) {
            record.setMemory(0, record.capacity(), (byte) 0);
            hit.set(duel.damage, viewer);
            encoder.offer(frame, frame, duel.hit, record, 0);
        }
        visible[viewer].addAll(duel.shots);
        for (int row = 0; row < VIEWERS; row++) {
            if ((row + viewer + frame / 40) % 3 != 0) {
                visible[viewer].addAt(duel.players, row);
            } else {
                visible[viewer].remove(duel.players, duel.state.rowAt(duel.players, row));
            }
        }
        encoder.begin(shared, visible[viewer], viewer, viewer % 2);
        for (int length = encoder.encodePart(duel.out, 0); length > 0; length = encoder.encodePart(duel.out, 0)) {
            bytes += length;
        }
    }

    private void step(final int frame) {
        for (int row = 0; row < VIEWERS; row++) {
            final int player = duel.state.rowAt(duel.players, row);
            duel.state.set(player, duel.x, ((frame * 5 + row * 900) % 60) << 14);
            duel.state.set(player, duel.aim, ((frame * 7 + row * 13) % 200) << 10);
        }
        if (frame % 4 == 0) {
            if (duel.state.count(duel.shots) > 30) {
                for (int shot = duel.state.first(duel.shots); shot != 0; shot = duel.state.next(duel.shots, shot)) {
                    duel.state.remove(duel.shots, shot);
                }
            }
            duel.state.set(duel.state.add(duel.shots), duel.shotX, frame % 60 << 16);
        }
    }
}
