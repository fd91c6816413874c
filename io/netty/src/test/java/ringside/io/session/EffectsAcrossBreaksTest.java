package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.PartHeader;
import ringside.snapshot.codec.ViewDecoder;

/** What happens while a player is away, and what logic writes over while it is read. */
class EffectsAcrossBreaksTest {
    private static final long FRAME_NS = 1_000_000_000L / TestEngine.HZ;

    private final TestEdge test = new TestEdge();
    private final TestEdge.Client other = test.client();
    private TestEdge.Client client = test.client();
    private WelcomeMessage.Seat seat;
    private final List<Integer> bumps = new ArrayList<>();
    private final ViewDecoder decoder =
            new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> bumps.add(frame));
    private int seq;

    EffectsAcrossBreaksTest() {
        other.join();
        seat = client.join().seat();
    }

    /** The other one moves, and so bumps once in each frame. */
    private void frames(final int count) {
        for (int i = 0; i < count; i++) {
            seq++;
            other.input(seq, seq, 1);
            other.outlet.sent.clear();
            test.nowNs += FRAME_NS;
            test.frame();
            read();
        }
    }

    private void read() {
        for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
            decoder.apply(view, Wire.TYPE_BYTES, view.capacity() - Wire.TYPE_BYTES);
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, PartHeader.frame(view, Wire.TYPE_BYTES), PartHeader.part(view, Wire.TYPE_BYTES));
            client.send(acks, message.lengthBytes());
        }
    }

    private void comeBack() {
        decoder.reset();
        client = test.client();
        final HelloMessage.Resume resume =
                new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch(), decoder.nextSureEffect());
        client.send(TestEdge.helloMessage(resume).write());
        test.wake();
        seat = client.outlet.takeWelcome().seat();
    }

    private void assertEachOnceAndInOrder(final int first, final int last) {
        assertEquals(IntStream.rangeClosed(first, last).boxed().toList(), bumps);
    }

    private int newestFrame() {
        return test.engine.slot(1).snapshots().newestFrame();
    }

    @Test
    void what_happened_while_a_player_was_away_is_told_in_order_when_the_player_is_back() {
        frames(30);
        final int first = bumps.get(0);
        client.connection.peerClosed();
        frames(100);
        comeBack();
        frames(30);
        assertEachOnceAndInOrder(first, newestFrame());
        assertEquals(0, test.counters.get(EdgeCounter.EFFECTS_MISSED));
    }

    @Test
    void of_more_than_may_wait_the_newest_are_told_and_it_is_known_how_many_are_missing() {
        frames(30);
        client.connection.peerClosed();
        frames(200);
        final int before = bumps.size();
        comeBack();
        frames(30);
        final List<Integer> told = bumps.subList(before, bumps.size());
        assertEquals(newestFrame(), told.get(told.size() - 1));
        for (int i = 1; i < told.size(); i++) {
            assertEquals(told.get(i - 1) + 1, told.get(i));
        }
        assertTrue(decoder.skippedSureEffects() > 0);
        assertEquals(newestFrame() - bumps.get(0) + 1, bumps.size() + decoder.skippedSureEffects());
    }

    @Test
    void nothing_is_kept_for_who_lost_the_seat() {
        frames(30);
        client.connection.peerClosed();
        other.leave();
        test.wake();
        frames(2);
        test.edge.tick(test.nowNs);
        final TestEdge.Client third = test.client();
        third.join();
        assertTrue(test.failures == 0);
    }

    @Test
    void effects_of_a_snapshot_that_logic_wrote_over_are_not_told_and_none_is_lost() {
        test.engine.game.meanwhileSeat = seat.number();
        for (int i = 0; i < 4; i++) {
            frames(20);
            test.engine.game.meanwhile = () -> test.engine.writeOverNewest(1);
        }
        frames(20);
        assertEquals(0, test.failures);
        assertTrue(test.counters.get(EdgeCounter.VIEWS_TORN) > 2);
        assertEachOnceAndInOrder(bumps.get(0), newestFrame());
    }
}
