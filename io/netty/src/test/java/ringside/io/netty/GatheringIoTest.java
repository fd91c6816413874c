package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringIoTest {
    private static final long GATHER_NS = 250;

    private final Looks looks = new Looks();
    private final Turn turn = new Turn();
    private final List<Long> rests = new ArrayList<>();
    private long nowNs;
    private final GatheringIo io = new GatheringIo(looks, GATHER_NS, () -> nowNs, rests::add);

    @Test
    void what_comes_after_a_pause_is_served_at_once() {
        io.run(turn);
        io.run(turn);
        assertEquals(2, looks.count);
        assertEquals(List.of(), rests);
    }

    @Test
    void what_follows_is_gathered_for_what_is_left_of_the_time() {
        looks.found = 1;
        io.run(turn);
        nowNs += 100;
        io.run(turn);
        assertEquals(List.of(150L), rests);
        nowNs += GATHER_NS;
        io.run(turn);
        assertEquals(List.of(150L), rests, "that long nothing was looked at anyhow");
    }

    @Test
    void a_look_that_finds_nothing_ends_it() {
        looks.found = 1;
        io.run(turn);
        looks.found = 0;
        io.run(turn);
        io.run(turn);
        assertEquals(List.of(GATHER_NS), rests);
    }

    @Test
    void tasks_are_not_kept_waiting() {
        looks.found = 1;
        io.run(turn);
        turn.canBlock = false;
        io.run(turn);
        assertEquals(List.of(), rests);
        turn.canBlock = true;
        turn.delayNs = 20;
        io.run(turn);
        assertEquals(List.of(20L), rests, "one that is due before");
    }

    @Test
    void whoever_hands_in_a_task_ends_the_rest() {
        looks.found = 1;
        io.run(turn);
        io.wakeup();
        io.run(turn);
        assertEquals(List.of(), rests, "it came just before");
        io.run(turn);
        assertEquals(List.of(GATHER_NS), rests, "and counts once");
        assertEquals(1, looks.wakeups);
    }

    /** The network: finds as much as it is told. */
    private static final class Looks implements IoHandler {
        private int found;
        private int count;
        private int wakeups;

        @Override
        public int run(final IoHandlerContext context) {
            count++;
            return found;
        }

        @Override
        public IoRegistration register(final IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            wakeups++;
        }

        @Override
        public boolean isCompatible(final Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    /** An event loop that has nothing to do unless it is told. */
    private static final class Turn implements IoHandlerContext {
        private boolean canBlock = true;
        private long delayNs = Long.MAX_VALUE;

        @Override
        public boolean canBlock() {
            return canBlock;
        }

        @Override
        public long delayNanos(final long currentTimeNanos) {
            return delayNs;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }
}
