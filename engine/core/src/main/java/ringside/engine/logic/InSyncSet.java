package ringside.engine.logic;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.event.Event;
import ringside.engine.event.MembersPayload;
import ringside.layout.Rows;

/**
 * The in-sync set as the journal says it: those who must have an event before it is shown. Logic remembers it and does nothing with it;
 * who ships the journal, and who decides about a promotion, asks.
 */
public final class InSyncSet {
    /**
     * A server that belongs to the set.
     *
     * @param number a random one, that stays with its data directory
     * @param name for people
     */
    public record Member(long number, String name) {}

    private final EngineState state;

    InSyncSet(final EngineState state) {
        this.state = state;
    }

    /** Takes the set over that an event says. Allocates; it is rare. */
    static void take(final EngineState state, final Event event) {
        for (int row = state.first(state.inSync); row != Rows.NONE; row = state.first(state.inSync)) {
            state.remove(state.inSync, row);
        }
        for (int i = 0; i < MembersPayload.count(event); i++) {
            final int row = state.addAt(state.inSync, i);
            state.set(row, state.member, MembersPayload.number(event, i));
            state.set(row, state.memberSince, event.position());
            state.setText(row, state.memberName, MembersPayload.name(event, i));
        }
        state.tablesChanged();
    }

    /** Whether there is any: if not, the journal is not kept at level replicated. */
    public boolean isEmpty() {
        return state.count(state.inSync) == 0;
    }

    /** Position of the event that said it; -1 when there is no set. Allocates nothing. */
    public long position() {
        final int row = state.first(state.inSync);
        return row == Rows.NONE ? -1 : state.get(row, state.memberSince);
    }

    /** The members; the first is the server that wrote the journal when it was said. Allocates. */
    public List<Member> members() {
        final List<Member> members = new ArrayList<>();
        for (int row = state.first(state.inSync); row != Rows.NONE; row = state.next(state.inSync, row)) {
            members.add(new Member(state.get(row, state.member), state.getText(row, state.memberName)));
        }
        return members;
    }

    /** Whether a server belongs to it. */
    public boolean has(final long number) {
        for (int row = state.first(state.inSync); row != Rows.NONE; row = state.next(state.inSync, row)) {
            if (state.get(row, state.member) == number) {
                return true;
            }
        }
        return false;
    }
}
