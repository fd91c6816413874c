package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.MembersPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.support.TestEngine;

class InSyncSetTest {
    private final TestEngine engine = new TestEngine();

    private Event members(final Member... members) {
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[1_024]), 0, 1_024);
        MembersPayload.begin(event, members.length, OperatorPayload.of("ann", "why not"));
        for (int i = 0; i < members.length; i++) {
            MembersPayload.put(event, i, members[i].number(), members[i].name());
        }
        return event;
    }

    @Test
    void each_event_says_the_whole_set_and_it_is_part_of_the_hash() {
        final InSyncSet set = engine.memory.state().inSync();
        assertTrue(set.isEmpty());
        assertEquals(-1, set.position());
        final long without = engine.memory.state().memoryHash();
        engine.apply(members(new Member(7, "seven"), new Member(-8, "eight")));
        assertEquals(engine.loop.position(), set.position());
        assertEquals(List.of(new Member(7, "seven"), new Member(-8, "eight")), set.members());
        assertTrue(set.has(-8));
        final long both = engine.memory.state().memoryHash();
        assertNotEquals(without, both);
        engine.apply(members(new Member(-8, "eight")));
        assertEquals(List.of(new Member(-8, "eight")), set.members());
        assertFalse(set.has(7));
        assertNotEquals(both, engine.memory.state().memoryHash());
        engine.apply(members());
        assertTrue(set.isEmpty());
        assertEquals(without, engine.memory.state().memoryHash());
    }

    @Test
    void a_block_of_before_there_were_sets_is_restored_without_one() {
        final EngineMemory memory = engine.memory;
        final int before = EngineState.withoutInSync(memory.settings()).blockBytes();
        final long hash = EngineState.withoutInSync(memory.settings()).hash();
        engine.frames(3);
        final UnsafeBuffer old = new UnsafeBuffer(new byte[before]);
        old.putBytes(0, memory.state().block(), 0, before);
        final EngineMemory restored = new EngineMemory(memory.settings(), memory.types(), 4);
        assertTrue(restored.takesEngine(hash, before));
        assertFalse(restored.takesEngine(hash, before + 8));
        assertFalse(restored.takesEngine(hash + 1, before));
        restored.restoreEngine(old, 0, before);
        assertEquals(3, restored.state().tick());
        assertTrue(restored.state().inSync().isEmpty());
        assertEquals(memory.state().memoryHash(), restored.state().memoryHash());
    }
}
