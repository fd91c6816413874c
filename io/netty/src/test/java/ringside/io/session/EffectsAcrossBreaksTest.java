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

    private TestEdge test = new TestEdge();
    private TestEdge.Client other = test.client();
    private TestEdge.Client client = test.client();
    private final WelcomeMessage.Seat otherSeat;
    private WelcomeMessage.Seat seat;
    private final List<Integer> bumps = new ArrayList<>();
    private final ViewDecoder decoder =
            new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> bumps.add(frame));
    private int seq;

    EffectsAcrossBreaksTest() {
        otherSeat = other.join().seat();
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
        comeBack(-1, 0);
    }

    private void comeBack(final int lastSureFrame, final int lastSureCount) {
        decoder.reset();
        client = test.client();
        final HelloMessage.Resume resume = new HelloMessage.Resume(
                seat.player(),
                seat.resumeSecret(),
                seat.epoch(),
                decoder.nextSureEffect(),
                lastSureFrame,
                lastSureCount);
        client.send(TestEdge.helloMessage(resume).write());
        test.wake();
        seat = client.outlet.takeWelcome().seat();
    }

    /** Another server has the match as it is now, and was told nothing of who was shown what. */
    private void takeOver() {
        test = test.takenOver();
        other = test.client();
        other.send(TestEdge.helloMessage(
                        new HelloMessage.Resume(otherSeat.player(), otherSeat.resumeSecret(), otherSeat.epoch()))
                .write());
        test.wake();
        other.outlet.takeWelcome();
    }

    @Test
    void what_another_server_told_is_not_told_again_and_what_it_had_not_told_yet_is() {
        frames(30);
        client.connection.peerClosed();
        final int first = bumps.get(0);
        final int last = bumps.get(bumps.size() - 1);
        frames(5);
        takeOver();
        frames(5);
        comeBack(last, 1);
        frames(30);
        assertEachOnceAndInOrder(first, newestFrame());
        assertEquals(0, decoder.skippedSureEffects());
    }

    @Test
    void of_the_last_frame_only_what_was_told_is_left_out() {
        frames(30);
        client.connection.peerClosed();
        takeOver();
        final int last = bumps.get(bumps.size() - 1);
        comeBack(last, 0);
        frames(3);
        assertEquals(
                2, bumps.stream().filter(frame -> frame == last).count(), "none of that frame was said to be told");
    }

    @Test
    void what_happens_in_a_reign_that_began_earlier_is_told_whatever_the_reign_before_had_told() {
        frames(30);
        client.connection.peerClosed();
        takeOver();
        final int taken = newestFrame();
        frames(20);
        bumps.clear();
        comeBack(taken + 10, 1);
        frames(3);
        assertEachOnceAndInOrder(taken + 1, newestFrame());
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
