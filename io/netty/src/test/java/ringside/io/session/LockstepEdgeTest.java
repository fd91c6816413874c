package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.engine.logic.LockstepReplica;
import ringside.engine.logic.Turns;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DesyncedMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartAssembly;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.TurnAckMessage;
import ringside.io.protocol.TurnsMessage;
import ringside.io.support.LockstepServer;
import ringside.io.support.Marbles;
import ringside.io.support.RecordingOutlet;
import ringside.layout.State;

/** What the edge sends in a lockstep match, message by message, and what it takes. */
class LockstepEdgeTest {
    private static final long MS = 1_000_000L;
    private static final int BIG = 100 * 1_024;

    private LockstepServer server = new LockstepServer();

    /** A client that acknowledges only when it is told to. */
    private final class Client {
        final RecordingOutlet outlet = new RecordingOutlet();
        final Connection connection = server.edge.open(outlet, server.nowNs);
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2_559]);
        final Marbles game = server.type.layout().commands().size() > 2 ? new Marbles(BIG) : new Marbles();
        final LockstepReplica replica = new LockstepReplica(new GameType(game), LockstepServer.HZ);
        final PartAssembly image = new PartAssembly(MessageType.IMAGE, Turns.imageBytes(server.type));
        final PartAssembly longTurn = new PartAssembly(MessageType.TURN_PART, Turns.mostTurnBytes(server.type));
        final List<Integer> turnsOfMessages = new ArrayList<>();
        int longTurns;
        int number;

        Client join() {
            send(new HelloMessage("marbles", 0, 1, "", Bytes.NONE, null, "test")
                    .ofGame(server.type.layout().hash())
                    .write());
            server.wake();
            assertEquals(3, outlet.takeWelcome().lockstepDelay());
            return this;
        }

        void send(final byte[] message) {
            connection.receive(new UnsafeBuffer(message), 0, message.length, server.nowNs);
        }

        void ack(final int frame) {
            final int length =
                    TurnAckMessage.write(scratch, 0, frame, 0, number, image.withoutGap(), image.beyondGap());
            connection.receive(scratch, 0, length, server.nowNs);
        }

        /** Takes what came: an image, or the turns that follow; none is larger than a datagram. */
        void read() {
            for (UnsafeBuffer message = outlet.sent.poll(); message != null; message = outlet.sent.poll()) {
                assertTrue(message.capacity() <= 1_200, "a message of " + message.capacity() + " bytes");
                final MessageType type = MessageType.of(message.getByte(0));
                assertNotNull(type);
                switch (type) {
                    case IMAGE -> imagePart(message);
                    case TURNS -> turns(message);
                    case TURN_PART -> turnPart(message);
                    default -> {
                        // Answers are looked at by the tests that ask for them.
                    }
                }
            }
        }

        private void imagePart(final UnsafeBuffer message) {
            number = PartMessage.of(message, 0);
            if (!image.isOf(number)) {
                image.begin(number, PartMessage.parts(message, 0));
            }
            if (image.take(message, 0, message.capacity()) && image.isWhole()) {
                replica.start(image.bytes(), 0, image.lengthBytes());
            }
        }

        private void turns(final UnsafeBuffer message) {
            int count = 0;
            for (int at = TurnsMessage.first(0); at < message.capacity(); count++) {
                final int length = TurnsMessage.requireTurn(message, at, message.capacity());
                apply(message, at, length);
                at += length;
            }
            turnsOfMessages.add(count);
        }

        private void turnPart(final UnsafeBuffer message) {
            final int frame = PartMessage.of(message, 0);
            if (!longTurn.isOf(frame)) {
                longTurn.begin(frame, PartMessage.parts(message, 0));
            }
            if (longTurn.take(message, 0, message.capacity()) && longTurn.isWhole()) {
                longTurns++;
                apply(longTurn.bytes(), 0, longTurn.lengthBytes());
            }
        }

        private void apply(final UnsafeBuffer turn, final int offset, final int length) {
            if (Turns.frame(turn, offset) == replica.frame() + 1) {
                replica.apply(turn, offset, length);
                assertEquals(server.hashes.get(replica.frame()), replica.sharedHash());
            }
        }

        /** Until it holds the image and everything up to now. */
        void catchUp() {
            for (int i = 0;
                    i < 50
                            && !(replica.isStarted()
                                    && replica.frame() == server.slot().frame());
                    i++) {
                server.wake();
                read();
                ack(replica.isStarted() ? replica.frame() : TurnAckMessage.WANTS_IMAGE);
            }
            assertEquals(server.slot().frame(), replica.frame());
        }

        byte[][] report(final int frame, final byte[] bytes) {
            final byte[][] parts = new byte[PartMessage.partsOf(bytes.length)][];
            for (int i = 0; i < parts.length; i++) {
                final int length = PartMessage.write(
                        MessageType.DESYNC, frame, i, new UnsafeBuffer(bytes), 0, bytes.length, scratch, 0);
                parts[i] = new byte[length];
                scratch.getBytes(0, parts[i]);
            }
            return parts;
        }

        byte[] ownImage() {
            final byte[] bytes = new byte[Turns.imageBytes(server.type)];
            replica.writeImage(new UnsafeBuffer(bytes), 0);
            return bytes;
        }

        RefusalReason takeRefusal() {
            final UnsafeBuffer refused = outlet.takeAll(MessageType.REFUSED).getLast();
            assertEquals(ControlMessages.REPORT, ControlMessages.refusedWhat(refused, 0));
            return RefusalReason.of(ControlMessages.refusedReason(refused, 0));
        }
    }

    private void frames(final int count) {
        for (int i = 0; i < count; i++) {
            server.nowNs += 17 * MS;
            server.frame();
        }
    }

    @Test
    void a_turn_leaves_once_its_frame_is_safe() {
        final Client client = new Client().join();
        client.catchUp();
        server.holdSafe();
        frames(3);
        assertEquals(0, client.outlet.count(MessageType.TURNS));
        server.releaseSafe();
        server.wake();
        assertEquals(1, client.outlet.count(MessageType.TURNS), "three turns in one message");
        client.read();
        assertEquals(server.slot().frame(), client.replica.frame());
    }

    @Test
    void what_is_acknowledged_is_not_repeated_and_what_is_not_is_within_its_time() {
        final Client client = new Client().join();
        client.catchUp();
        for (int i = 0; i < 60; i++) {
            frames(1);
            client.read();
            client.ack(client.replica.frame());
        }
        assertEquals(0, server.counters.get(EdgeCounter.TURNS_REPEATED));
        frames(21);
        assertTrue(server.counters.get(EdgeCounter.TURNS_REPEATED) > 0);
        client.turnsOfMessages.clear();
        client.read();
        assertEquals(server.slot().frame(), client.replica.frame());
        assertTrue(client.turnsOfMessages.stream().anyMatch(turns -> turns > 1), "several in one message");
        final int sent =
                client.turnsOfMessages.stream().mapToInt(Integer::intValue).sum();
        assertTrue(sent <= 21 * 8, "21 turns were sent " + sent + " times");
    }

    @Test
    void images_and_long_turns_go_in_parts_that_fit_a_datagram() {
        server = new LockstepServer(new Marbles(BIG));
        final Client client = new Client().join();
        final Client other = new Client().join();
        client.catchUp();
        other.catchUp();
        for (int i = 1; i <= 3; i++) {
            note(client, i);
            note(other, i);
            frames(1);
            client.read();
            client.ack(client.replica.frame());
        }
        assertEquals(server.slot().frame(), client.replica.frame());
        assertEquals(3, client.longTurns);
        assertTrue(client.image.withoutGap() > 80, "parts " + client.image.withoutGap());
    }

    private void note(final Client client, final int sequence) {
        final CommandMessage command =
                new CommandMessage().begin(client.scratch, 0, sequence, server.game.note.id(), 700);
        command.buffer().setMemory(CommandMessage.RECORD, 700, (byte) 7);
        client.connection.receive(client.scratch, 0, command.lengthBytes(), server.nowNs);
    }

    @Test
    void who_does_not_read_is_sent_nothing_and_begins_anew_when_too_far_behind() {
        final Client slow = new Client().join();
        final Client swift = new Client().join();
        slow.catchUp();
        swift.catchUp();
        slow.outlet.writable = false;
        for (int i = 0; i < 1_500; i++) {
            frames(1);
            swift.read();
            swift.ack(swift.replica.frame());
            assertEquals(server.slot().frame(), swift.replica.frame());
        }
        assertTrue(slow.outlet.sent.isEmpty());
        assertTrue(server.counters.get(EdgeCounter.TURNS_DELAYED) > 1_000);
        slow.outlet.writable = true;
        slow.catchUp();
        assertEquals(2, slow.number);
        assertEquals(ConnectionState.PLAYING, slow.connection.state());
    }

    @Test
    void who_acknowledges_nothing_is_disconnected() {
        final Client dead = new Client().join();
        frames(400);
        assertEquals(DisconnectReason.SLOW_CLIENT, dead.outlet.closed);
    }

    @Test
    void who_asks_for_images_again_and_again_is_disconnected() {
        final Client client = new Client().join();
        client.catchUp();
        for (int i = 0; i < 20 && client.outlet.closed == null; i++) {
            client.ack(TurnAckMessage.WANTS_IMAGE);
            client.outlet.sent.removeIf(message -> message.getByte(0) == MessageType.DISCONNECT.code());
            client.read();
            if (client.outlet.closed == null) {
                client.catchUp();
            }
        }
        assertEquals(DisconnectReason.DESYNCED, client.outlet.closed);
        assertEquals(TurnSender.MOST_IMAGES_A_MINUTE, server.counters.get(EdgeCounter.IMAGES_SENT));
    }

    @Test
    void acknowledgements_that_no_client_can_mean_end_the_connection() {
        for (final int[] bad : new int[][] {{1_000, 1}, {-2, 1}, {0, 9}, {0, -1}}) {
            server = new LockstepServer();
            final Client client = new Client().join();
            client.catchUp();
            final int length = TurnAckMessage.write(client.scratch, 0, bad[0], 0, bad[1], 1, 0);
            client.connection.receive(client.scratch, 0, length, server.nowNs);
            assertEquals(DisconnectReason.VALUE_OUT_OF_RANGE, client.outlet.closed, Arrays.toString(bad));
        }
        server = new LockstepServer();
        final Client client = new Client().join();
        client.send(new byte[] {MessageType.TURN_ACK.code(), 0, 0});
        assertEquals(DisconnectReason.BAD_LENGTH, client.outlet.closed);
    }

    @Test
    void a_report_names_the_difference() {
        final Client client = new Client().join();
        frames(5);
        client.catchUp();
        final State theirs = client.replica.state();
        theirs.set(theirs.first(client.game.marbles), client.game.x, 5 << 16);
        for (final byte[] part : client.report(client.replica.frame(), client.ownImage())) {
            client.send(part);
        }
        final UnsafeBuffer answer = client.outlet.takeAll(MessageType.DESYNCED).getLast();
        final DesyncedMessage named = DesyncedMessage.read(answer, 0, answer.capacity());
        assertEquals("marbles[0].x", named.place());
        assertTrue(named.client().startsWith("5"), named.toString());
        assertEquals(1, server.desyncs.size());
    }

    @Test
    void a_report_that_is_repeated_is_answered_again_and_counted_once() {
        final Client client = new Client().join();
        client.catchUp();
        final byte[][] report = client.report(client.replica.frame(), client.ownImage());
        for (int i = 0; i < 3; i++) {
            for (final byte[] part : report) {
                client.send(part);
            }
        }
        assertEquals(3, client.outlet.count(MessageType.DESYNCED));
        assertEquals(1, server.counters.get(EdgeCounter.DESYNCS_REPORTED));
        assertEquals(0, server.counters.get(EdgeCounter.DESYNCS_NAMED), "nothing differs");
    }

    @Test
    void reports_are_refused_by_number_when_there_are_too_many_or_the_frame_is_gone_or_they_are_no_state() {
        final Client client = new Client().join();
        client.catchUp();
        final byte[] junk = client.ownImage();
        new SplittableRandom(1).nextBytes(junk);
        for (final byte[] part : client.report(client.replica.frame(), junk)) {
            client.send(part);
        }
        assertEquals(RefusalReason.REPORT_UNREADABLE, client.takeRefusal());
        frames(1);
        client.read();
        client.ack(client.replica.frame());
        client.send(client.report(client.replica.frame(), junk)[0]);
        assertEquals(RefusalReason.TOO_MANY_REPORTS, client.takeRefusal());
        for (int i = 0; i < 600; i++) {
            frames(1);
            client.read();
            client.ack(client.replica.frame());
        }
        client.send(client.report(client.replica.frame() - 100, junk)[0]);
        assertEquals(RefusalReason.REPORT_TOO_OLD, client.takeRefusal());
        assertNull(client.outlet.closed);
    }

    @Test
    void reports_in_a_form_that_no_client_makes_end_the_connection() {
        server = new LockstepServer(new Marbles(BIG));
        final Client good = new Client().join();
        good.catchUp();
        final byte[] part = good.report(0, good.ownImage())[0];
        expectClosed(DisconnectReason.BAD_LENGTH, Arrays.copyOf(part, 9));
        expectClosed(DisconnectReason.BAD_LENGTH, Arrays.copyOf(part, part.length - 1));
        expectClosed(DisconnectReason.BAD_MESSAGE, good.report(0, new byte[5_000_000])[0]);
        final byte[] future = good.report(1_000_000, good.ownImage())[0];
        expectClosed(DisconnectReason.VALUE_OUT_OF_RANGE, future);
        final byte[] beyond = part.clone();
        beyond[5] = 100;
        expectClosed(DisconnectReason.BAD_MESSAGE, beyond);
        assertNull(good.outlet.closed);
    }

    private void expectClosed(final DisconnectReason reason, final byte[] message) {
        final Client bad = new Client().join();
        bad.catchUp();
        bad.send(message);
        assertEquals(reason, bad.outlet.closed);
        server = new LockstepServer(new Marbles(BIG));
    }

    @Test
    void random_bytes_of_these_types_break_nothing() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("LockstepEdgeTest: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Client good = new Client().join();
        for (int i = 0; i < 3_000; i++) {
            final Client bad = new Client();
            if (i % 10 == 0) {
                bad.send(new HelloMessage("marbles", 0, 1, "", Bytes.NONE, null, "bad")
                        .ofGame(server.type.layout().hash())
                        .write());
                server.wake();
            }
            final byte[] message = new byte[1 + random.nextInt(60)];
            random.nextBytes(message);
            message[0] = (byte) (7 + random.nextInt(2));
            bad.send(message);
            bad.connection.peerClosed();
            if (i % 50 == 0) {
                frames(1);
                good.catchUp();
            }
        }
        assertEquals(List.of(), server.failures);
        assertEquals(ConnectionState.PLAYING, good.connection.state());
    }

    @Test
    void views_are_not_acknowledged_in_lockstep_nor_turns_elsewhere() {
        final Client client = new Client().join();
        client.send(new byte[] {MessageType.ACKS.code(), 1, 0, 0, 0, 0, 0});
        assertEquals(DisconnectReason.UNEXPECTED_MESSAGE, client.outlet.closed);
        final ringside.io.support.TestEdge views = new ringside.io.support.TestEdge();
        final ringside.io.support.TestEdge.Client viewer = views.client();
        viewer.join();
        final UnsafeBuffer ack = new UnsafeBuffer(new byte[TurnAckMessage.BYTES]);
        viewer.send(ack, TurnAckMessage.write(ack, 0, 0, 0, 0, 0, 0));
        assertEquals(DisconnectReason.UNEXPECTED_MESSAGE, viewer.outlet.closed);
    }

    @Test
    void the_log_keeps_the_newest_turns_whole_in_order_and_within_its_bounds() {
        server = new LockstepServer(new Marbles(BIG));
        final Client client = new Client().join();
        client.catchUp();
        final SplittableRandom random = new SplittableRandom(3);
        final TurnLog log = new TurnLog(server.type, server.slot().snapshots());
        log.advance(Long.MAX_VALUE);
        int sequence = 0;
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(20) == 0) {
                note(client, ++sequence);
            }
            server.nowNs += 17 * MS;
            server.compute();
            assertEquals(0, log.advance(Long.MAX_VALUE));
            final int newest = log.newest();
            assertEquals(server.slot().frame(), newest);
            int kept = 0;
            for (int frame = newest; log.has(frame); frame--) {
                assertEquals(frame, Turns.frame(log.buffer(), log.offset(frame)));
                assertEquals(log.lengthBytes(frame), Turns.turnBytes(log.buffer(), log.offset(frame)));
                kept++;
            }
            assertTrue(kept >= Math.min(i + 1, 200) && kept <= TurnLog.MOST_TURNS, "kept " + kept);
        }
        for (int i = 0; i < 100; i++) {
            server.compute();
        }
        assertTrue(log.advance(Long.MAX_VALUE) > 0, "it was held up for longer than snapshots are kept");
        assertFalse(log.has(log.newest()));
        server.compute();
        assertEquals(0, log.advance(Long.MAX_VALUE));
        assertTrue(log.has(server.slot().frame()));
    }
}
