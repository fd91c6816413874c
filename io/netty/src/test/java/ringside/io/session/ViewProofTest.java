package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.PartHeader;
import ringside.snapshot.codec.ViewLimits;

/** Views that are made again by what was logged of them. */
class ViewProofTest {
    private static final long FRAME_NS = 1_000_000_000L / TestEngine.HZ;

    private final TestEdge test = new TestEdge();
    private final List<UnsafeBuffer> entries = new ArrayList<>();
    private final SplittableRandom random = random();
    private int viewers;

    private static SplittableRandom random() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("ViewProofTest: -Dringside.seed=" + seed);
        return new SplittableRandom(seed);
    }

    ViewProofTest() {
        final ViewLog log = new ViewLog() {
            @Override
            public int nextViewer() {
                return ++viewers;
            }

            @Override
            public void put(final DirectBuffer entry, final int offset, final int lengthBytes) {
                final UnsafeBuffer copy = new UnsafeBuffer(new byte[lengthBytes]);
                copy.putBytes(0, entry, offset, lengthBytes);
                entries.add(copy);
            }
        };
        test.engine.matches.logViews(match -> log);
    }

    /** One who plays over a bad network: loses views and acknowledgements, is cut off and comes back, reads nothing for a while. */
    private final class Player {
        private TestEdge.Client client = test.client();
        private WelcomeMessage.Seat seat = client.join().seat();
        private int seq;

        void frame() {
            seq++;
            if (random.nextInt(3) > 0) {
                client.input(seq, seq + random.nextInt(3), random.nextInt(-1, 2));
            }
            client.outlet.writable = random.nextInt(20) > 0;
            for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
                if (random.nextInt(10) < 8) {
                    acknowledge(view);
                }
            }
            if (random.nextInt(100) == 0) {
                final UnsafeBuffer sight = new UnsafeBuffer(new byte[ControlMessages.SIGHT_BYTES]);
                client.send(sight, ControlMessages.writeSight(sight, 0, random.nextBoolean()));
            }
            if (random.nextInt(150) == 0) {
                comeBack();
            }
        }

        private void acknowledge(final UnsafeBuffer view) {
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, PartHeader.frame(view, Wire.TYPE_BYTES), PartHeader.part(view, Wire.TYPE_BYTES));
            client.send(acks, message.lengthBytes());
        }

        private void comeBack() {
            client.connection.peerClosed();
            for (int away = random.nextInt(10); away > 0; away--) {
                step();
            }
            client = test.client();
            final HelloMessage.Resume resume =
                    new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch());
            client.send(TestEdge.helloMessage(resume).write());
            test.wake();
            seat = client.outlet.takeWelcome().seat();
        }
    }

    private void step() {
        test.nowNs += FRAME_NS;
        test.frame();
    }

    private void play(final int frames) {
        final List<Player> players = List.of(new Player(), new Player());
        for (int frame = 0; frame < frames; frame++) {
            players.forEach(Player::frame);
            step();
        }
    }

    private ViewProof proof(final IntPredicate kept) {
        final ViewProof proof = new ViewProof(ViewLimits.DEFAULT);
        for (int i = 0; i < entries.size(); i++) {
            if (kept.test(i)) {
                proof.log(entries.get(i), 0, entries.get(i).capacity());
            }
        }
        proof.ready();
        test.engine.replay(proof::frame);
        proof.end();
        return proof;
    }

    private int what(final int index) {
        return entries.get(index).getByte(ViewLogEntry.WHAT);
    }

    private long views() {
        return entries.stream()
                .filter(entry -> entry.getByte(ViewLogEntry.WHAT) == ViewLogEntry.VIEW)
                .count();
    }

    @Test
    void every_byte_is_made_again_whatever_was_lost_and_however_often_players_came_back() {
        play(2_000);
        final ViewProof proof = proof(index -> true);
        assertNull(proof.difference(), () -> String.valueOf(proof.difference()));
        assertEquals(0, proof.unproven());
        assertEquals(views(), proof.verified());
        assertTrue(proof.verified() > 2_500, proof.verified() + " views");
    }

    @Test
    void one_other_byte_is_found_with_its_frame_and_its_player() {
        play(300);
        int changed = entries.size() / 2;
        while (what(changed) != ViewLogEntry.VIEW) {
            changed++;
        }
        final UnsafeBuffer entry = entries.get(changed);
        final int digest = ViewLogEntry.BODY + 16;
        entry.putByte(digest, (byte) (entry.getByte(digest) ^ 1));
        final ViewProof.Difference found = proof(index -> true).difference();
        assertNotNull(found);
        assertEquals(entry.getInt(ViewLogEntry.BODY), found.frame());
        assertEquals(1, found.match());
    }

    @Test
    void acknowledgements_that_were_not_heard_make_other_bytes() {
        play(300);
        for (int i = 0; i < entries.size(); i++) {
            if (what(i) == ViewLogEntry.ACKS) {
                entries.get(i).putInt(ViewLogEntry.BODY, 0);
            }
        }
        assertNotNull(proof(index -> true).difference());
    }

    @Test
    void what_a_player_had_acknowledged_is_known_of_every_view_that_was_sent() {
        play(300);
        final AcknowledgedViews views = new AcknowledgedViews(1);
        entries.forEach(entry -> views.log(entry, 0, entry.capacity()));
        int known = 0;
        for (int sent = 0; sent < 250; sent++) {
            final int acknowledged = views.before(1, sent);
            assertTrue(acknowledged <= sent, acknowledged + " was acknowledged before " + sent + " was sent");
            known += acknowledged >= 0 ? 1 : 0;
        }
        assertTrue(known > 200, known + " of 250");
        assertEquals(AcknowledgedViews.UNKNOWN, views.before(99, 100), "nobody has that number");
        assertEquals(AcknowledgedViews.UNKNOWN, views.before(1, 100_000), "nothing newer was sent");
    }

    @Test
    void a_gap_in_the_log_is_said_and_is_no_difference() {
        play(300);
        final int gap = entries.size() / 2;
        final ViewProof proof = proof(index -> index != gap);
        assertNull(proof.difference());
        assertTrue(proof.unproven() > 0);
        assertTrue(proof.verified() > 0);
        final ViewProof headless = proof(index -> index > 100);
        assertNull(headless.difference());
        assertEquals(0, headless.verified(), "nobody's beginning is there");
    }
}
