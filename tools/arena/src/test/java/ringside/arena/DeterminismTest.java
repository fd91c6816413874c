package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    private static final int FRAMES = 3600;

    private static final long SEED = Seeds.of(DeterminismTest.class, 11);

    @Test
    void the_same_seed_and_inputs_lead_to_the_same_hash_in_every_frame() {
        assertArrayEquals(hashes(SEED, ArenaTrace.SEED), hashes(SEED, ArenaTrace.SEED));
    }

    @Test
    void another_seed_leads_elsewhere() {
        assertNotEquals(hashes(SEED, ArenaTrace.SEED)[FRAMES - 1], hashes(SEED + 1, ArenaTrace.SEED)[FRAMES - 1]);
    }

    @Test
    void another_trace_leads_elsewhere() {
        assertNotEquals(hashes(SEED, ArenaTrace.SEED)[FRAMES - 1], hashes(SEED, 1)[FRAMES - 1]);
    }

    /** Two matches in turn on one game: what is remembered outside of the state would leak from one to the other. */
    @Test
    void a_match_continues_from_its_state_alone() {
        final ArenaRun whole = ArenaRun.ofBots(10, SEED);
        whole.frames(1000);
        final byte[] state = new byte[whole.layout.blockBytes()];
        whole.match().block().getBytes(0, state);
        whole.frames(500);

        final ArenaRun continued = ArenaRun.ofBots(10, SEED + 1);
        continued.frames(777);
        continued.match().block().putBytes(0, new UnsafeBuffer(state), 0, state.length);
        continued.frames(500);
        assertEquals(whole.hash(), continued.hash());
    }

    private static long[] hashes(final long matchSeed, final long traceSeed) {
        final ArenaRun run = ArenaRun.with(matchSeed, rules -> rules.bots(8));
        for (int i = 0; i < 5; i++) {
            run.join("p" + i);
        }
        final ArenaTrace trace = new ArenaTrace(run.layout, traceSeed);
        final long[] hashes = new long[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            run.sendTrace(trace);
            run.frame();
            hashes[i] = run.hash();
        }
        return hashes;
    }
}
