package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.RecordingOutlet;
import ringside.io.support.TestEdge;

/** Random and mutated bytes, while a well-behaved client plays on. */
class HostileClientsTest {
    private static final int ROUNDS = 20_000;

    private final TestEdge test = new TestEdge();

    @Test
    void random_and_mutated_bytes_end_with_numbered_reasons_and_harm_nobody_else() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("HostileClientsTest: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final TestEdge.Client good = test.client();
        final WelcomeMessage welcome = good.join();
        final List<byte[]> seeds = seeds();
        int seq = 0;
        TestEdge.Client hostile = test.client();
        for (int round = 0; round < ROUNDS; round++) {
            if (hostile.connection.state() == ConnectionState.CLOSED) {
                assertNotEquals(DisconnectReason.SERVER_ERROR, hostile.outlet.closed, () -> "" + test.lastFailure);
                assertEquals(hostile.outlet.closed, hostile.outlet.disconnect().reason());
                hostile = test.client();
            }
            if (random.nextInt(4) == 0) {
                hostile.hello();
                test.wake();
            }
            hostile.send(bytes(random, seeds));
            if (round % 50 == 0) {
                test.advanceMs(50);
                seq++;
                good.input(seq, seq, 1);
                test.frame();
                assertTrue(good.outlet.takeAll(MessageType.VIEW).size() > 0);
            }
        }
        assertEquals(0, test.failures, () -> "" + test.lastFailure);
        assertEquals(ConnectionState.PLAYING, good.connection.state());
        assertEquals(welcome.seat().player(), good.connection.player());
        assertTrue(test.edge.connectionCount() <= 2);
        long disconnects = 0;
        for (final DisconnectReason reason : DisconnectReason.values()) {
            disconnects += test.counters.get(reason);
        }
        assertEquals(test.counters.get(EdgeCounter.CONNECTIONS_CLOSED), disconnects);
    }

    private List<byte[]> seeds() {
        final List<byte[]> seeds = new ArrayList<>();
        seeds.add(TestEdge.helloMessage(null).write());
        final int record = test.engine.type.layout().input().lengthBytes();
        final byte[] inputs = new byte[2 + 2 * (14 + record)];
        inputs[0] = 2;
        inputs[1] = 2;
        inputs[2] = 1;
        inputs[2 + 14 + record] = 2;
        seeds.add(inputs);
        seeds.add(new byte[] {3, 1, 0, 0, 0, 0, 0});
        seeds.add(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0});
        seeds.add(new byte[] {5, 1, 0, 0, 0, 0, 7, 0, 0, 0});
        seeds.add(new byte[] {6});
        return seeds;
    }

    private static byte[] bytes(final SplittableRandom random, final List<byte[]> seeds) {
        if (random.nextInt(3) == 0) {
            final byte[] noise = new byte[random.nextInt(100)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) random.nextInt();
            }
            if (noise.length > 0) {
                noise[0] = (byte) random.nextInt(8);
            }
            return noise;
        }
        final byte[] message = seeds.get(random.nextInt(seeds.size())).clone();
        for (int n = random.nextInt(4); n > 0; n--) {
            message[random.nextInt(message.length)] = (byte) (random.nextInt(40) - 20);
        }
        if (random.nextInt(5) == 0) {
            return java.util.Arrays.copyOf(message, random.nextInt(message.length + 8));
        }
        return message;
    }

    @Test
    void an_outlet_is_never_written_to_after_its_end() {
        final RecordingOutlet outlet = new RecordingOutlet();
        final Connection connection = test.edge.open(outlet, test.nowNs);
        connection.refuse(DisconnectReason.BAD_LENGTH, "length 0");
        connection.refuse(DisconnectReason.BAD_LENGTH, "length 0");
        connection.flushIfNeeded();
        assertEquals(1, outlet.sent.size());
    }
}
