package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.RecordView;

/** Once warm, neither side allocates. */
final class AllocationTest {
    private static final int WARM_UP = 40_000;
    private static final int MEASURED = 20_000;
    private static final int MOST_ROUNDS = 5;

    private final Duel duel = new Duel();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[duel.hit.lengthBytes()]);
    private final RecordView hit = new RecordView(duel.hit).wrap(record, 0);
    private final ViewDecoder decoder = new ViewDecoder(duel.layout, (frame, type, effect, offset) -> {});
    private long checksum;
    private long bytes;

    @Test
    void encoding_decoding_and_acknowledging_allocate_nothing() {
        for (int i = 0; i < 10; i++) {
            duel.state.add(duel.players);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        run(WARM_UP);
        // How much room parts in flight need shows only with time: the last bit of growing may fall into a round.
        long allocated = -1;
        for (int round = 0; round < MOST_ROUNDS && allocated != 0; round++) {
            bytes = 0;
            final long start = System.nanoTime();
            final long before = threads.getThreadAllocatedBytes(thread);
            run(MEASURED);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
            final long took = System.nanoTime() - start;
            System.out.println(
                    "a view of 10 moving players and some shots: " + bytes / MEASURED + " bytes, encoding and"
                            + " decoding together " + took / MEASURED + " ns (checksum " + checksum + ")");
        }
        assertEquals(0, allocated, "bytes allocated in " + MEASURED + " views");
    }

    private void run(final int frames) {
        for (int i = 0; i < frames; i++) {
            step(i);
            duel.history.put(duel.frame, duel.state.block());
            if (i % 8 == 0) {
                record.setMemory(0, record.capacity(), (byte) 0);
                hit.set(duel.damage, i % 100);
                duel.encoder.offer(duel.frame, duel.frame, duel.hit, record, 0);
            }
            duel.encoder.begin(duel.frame, duel.visible, 0, 0);
            for (int length = duel.encoder.encodePart(duel.out, 0);
                    length > 0;
                    length = duel.encoder.encodePart(duel.out, 0)) {
                bytes += length;
                if (i % 5 != 0) {
                    decoder.apply(duel.out, 0, length);
                    if (i % 7 != 0) {
                        duel.encoder.acknowledge(duel.frame, PartHeader.part(duel.out, 0));
                    }
                }
            }
            checksum += decoder.lastInput();
            duel.frame++;
        }
    }

    private void step(final int i) {
        for (int row = 0; row < 10; row++) {
            final int player = duel.state.rowAt(duel.players, row);
            duel.state.set(player, duel.x, ((i * 5 + row * 900) % 60) << 14);
            duel.state.set(player, duel.y, ((i * 3 + row * 700) % 60) << 14);
            duel.state.set(player, duel.aim, ((i * 7 + row * 13) % 200) << 10);
        }
        if (i % 4 == 0) {
            if (duel.state.count(duel.shots) > 30) {
                for (int shot = duel.state.first(duel.shots); shot != 0; shot = duel.state.next(duel.shots, shot)) {
                    duel.state.remove(duel.shots, shot);
                }
            }
            duel.state.set(duel.state.add(duel.shots), duel.shotX, i % 60 << 16);
        }
    }
}
