package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.XxHash64;
import ringside.server.results.MatchResult;
import ringside.server.results.MatchResults;
import ringside.server.rules.RuleRecord;
import ringside.server.rules.RuleValue;

final class ResultDeliveryTest {
    private static final int ENDS_AT = 3;

    private final GameType type = new GameType(new Errand());
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    private final List<MatchResult> arrived = new ArrayList<>();
    private final Set<Integer> unwelcome = new HashSet<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Integer> delivered = new ArrayList<>();
    private final List<MatchSlot> ended = new ArrayList<>();
    private long endedAt;
    private long safe = Long.MAX_VALUE;
    private boolean ringIsFull;
    private long nowNs;

    private final FrameLoop loop = new FrameLoop(
            new EngineMemory(LogicSettings.at(60), GameTypes.of(type), 8),
            new MutedOutput() {
                @Override
                public void ended(final MatchSlot match, final long position) {
                    ended.add(match);
                    endedAt = position;
                }
            },
            -1);

    private final MatchResults sink = result -> {
        attempts.add(result.match());
        if (unwelcome.contains(result.match())) {
            throw new IOException("not today");
        }
        arrived.add(result);
    };

    private final ResultDelivery delivery = new ResultDelivery(
            sink,
            new ResultDelivery.Journals() {
                @Override
                public long safePosition(final int match) {
                    return safe;
                }

                @Override
                public boolean offer(final Event offered) {
                    assertEquals(EventType.DELIVERED, offered.type());
                    if (!ringIsFull) {
                        delivered.add(offered.match());
                    }
                    return !ringIsFull;
                }
            },
            () -> nowNs);

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    @BeforeEach
    void playTwoMatchesToTheirEnd() {
        final UnsafeBuffer rules =
                RuleRecord.of(type, List.of(RuleValue.given("endsAt", ENDS_AT))).buffer();
        for (int match = 1; match <= 2; match++) {
            apply(CreatePayload.write(event, match, match, type.layout().hash(), rules, 0, rules.capacity()));
        }
        final UnsafeBuffer join = new UnsafeBuffer(new byte[type.layout().join().lengthBytes()]);
        join.putBytes(0, new byte[] {'A', 'n', 'n'});
        apply(JoinPayload.write(event, 2, 99, join, 0, join.capacity()));
        for (int frame = 1; frame <= ENDS_AT; frame++) {
            apply(FramePayload.write(event, 0, false));
        }
        assertEquals(2, ended.size());
        ended.forEach(slot -> delivery.ended(slot, endedAt));
    }

    @Test
    void a_result_says_all_that_is_known_on_one_line() throws InterruptedException {
        assertEquals(2, delivery.doWork());
        final String hash = XxHash64.hex(
                ended.get(1).snapshots().hash(ended.get(1).snapshots().newestFrame()));
        assertEquals(
                "{\"match\":2,\"game\":\"errand\",\"logicVersion\":"
                        + type.layout().logicVersion()
                        + ",\"end\":\"finished\",\"frame\":3,\"finalHash\":\"" + hash
                        + "\",\"players\":[{\"player\":1,\"seat\":0,\"joined\":{\"name\":\"Ann\"}}],"
                        + "\"result\":{\"steps\":3,\"word\":\"done\"}}",
                arrived.get(1).toJson());
        assertEquals("2-" + hash, arrived.get(1).key());
        assertEquals(List.of(), arrived.get(0).players());
        assertEquals(List.of(1, 2), delivered);
        assertEquals(0, delivery.doWork());
        assertEquals(2, attempts.size(), "once");
    }

    @Test
    void nothing_leaves_before_its_end_is_safe() throws InterruptedException {
        safe = endedAt - 1;
        assertEquals(0, delivery.doWork());
        assertEquals(List.of(), attempts);
        safe = endedAt;
        assertEquals(2, delivery.doWork());
    }

    @Test
    void what_fails_is_tried_again_ever_later_and_holds_up_no_other() throws InterruptedException {
        unwelcome.add(1);
        assertEquals(1, delivery.doWork());
        assertEquals(List.of(2), delivered);
        delivery.doWork();
        assertEquals(List.of(1, 2), attempts, "not at once");
        long waitNs = ResultDelivery.FIRST_RETRY_NS;
        for (int attempt = 2; attempt < 20; attempt++) {
            nowNs += waitNs - 1;
            delivery.doWork();
            assertEquals(attempt, attempts.size(), "attempt " + attempt + " comes early");
            nowNs++;
            delivery.doWork();
            assertEquals(attempt + 1, attempts.size(), "attempt " + attempt);
            waitNs = Math.min(2 * waitNs, ResultDelivery.LAST_RETRY_NS);
        }
        assertEquals(1, delivery.waiting());
        unwelcome.clear();
        nowNs += waitNs;
        assertEquals(1, delivery.doWork());
        assertEquals(List.of(2, 1), delivered);
        assertEquals(0, delivery.waiting());
    }

    @Test
    void a_full_ring_delays_the_word_to_logic_and_delivers_nothing_twice() throws InterruptedException {
        ringIsFull = true;
        assertEquals(2, delivery.doWork());
        assertEquals(0, delivery.doWork());
        ringIsFull = false;
        delivery.doWork();
        assertEquals(List.of(1, 2), delivered);
        assertEquals(2, attempts.size());
        assertFalse(delivery.waiting() > 0);
    }
}
