package ringside.replay;

import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.EngineLedger;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.journal.EpochStart;

/**
 * Follows the shares of a verification and does what is the whole engine's: its directory of matches and the tokens used in any of them,
 * with the hash of each FRAME. Where the engine decides otherwise about a match than the share did that knows its own matches only (a
 * token was used in another share's match, the directory is full), the shares are of no use: the engine has to be played as one.
 *
 * <p>One thread.
 */
final class LedgerCheck implements EventBatch.Taker {
    private static final int NOT_REFUSED = 0;
    private static final int SNAPSHOTS = 2;

    private final GameTypes types;
    private final HashCheck check;
    private final int[] next;
    private @Nullable EngineLedger ledger;
    private @Nullable EngineIdentity identity;
    private @Nullable EventBatch batch;
    private boolean agrees = true;
    private boolean wasCreated;
    private int refusal;

    LedgerCheck(final int shares, final GameTypes types, final HashCheck check) {
        next = new int[shares];
        this.types = types;
        this.check = check;
    }

    /** The memory that the recording begins with. */
    void begin(final EngineMemory memory, final EngineIdentity recorded) {
        ledger = new EngineLedger(memory);
        identity = recorded;
    }

    /** Whether all was decided so far as the whole engine decides, and its own memory is as recorded. */
    boolean agrees() {
        return agrees;
    }

    /** FRAMEs that the engine has taken. */
    int tick() {
        final EngineLedger current = ledger;
        return current == null ? 0 : current.tick();
    }

    /** Follows a stretch of the journal that every share has played. */
    void follow(final EventBatch played) {
        batch = played;
        Arrays.fill(next, 0);
        played.giveTo(EventBatch.ALL, this);
        batch = null;
    }

    @Override
    public void epoch(final EpochStart start) {
        final EngineIdentity recorded = EngineIdentity.parse(start.identityJson());
        final EngineLedger current = ledger;
        final EngineIdentity before = identity;
        if (current == null || before == null) {
            begin(new EngineMemory(recorded.settings(), types, SNAPSHOTS), recorded);
            return;
        }
        current.passOn(layout -> {
            final GameType heir = recorded.names(layout) ? null : before.heirOf(layout, recorded.of(types));
            return heir == null ? layout : heir.layout().hash();
        });
        identity = recorded;
    }

    @Override
    public void hash(final int match, final int frame, final long hash) {
        if (match == 0) {
            check.recorded(match, frame, hash);
            agrees &= check.divergence() == null;
        }
    }

    @Override
    public void event(final int at, final Event event) {
        final EngineLedger current = ledger;
        if (current == null) {
            agrees = false;
            return;
        }
        final EventType type = event.type();
        if (type == EventType.INPUT) {
            // Nothing of the engine follows from it.
            return;
        }
        if (type == EventType.FRAME) {
            current.frame(event);
        } else if (type == EventType.OPEN) {
            current.open(event);
        } else if (type == EventType.MEMBERS) {
            current.members(event);
        } else if (type == EventType.DELIVERED) {
            current.delivered(event);
        }
        final boolean mayCreate = type == EventType.CREATE && current.create(event);
        hear(at, current);
        if (type == EventType.CREATE) {
            agrees &= mayCreate == wasCreated;
        } else if (type == EventType.JOIN) {
            agrees &= refusal == NOT_REFUSED ? current.joined(event) : current.joinRefused(event, refusal);
        } else if (type == EventType.FRAME) {
            check.hashed(0, current.tick(), current.hash(), event.position());
        }
    }

    /** What the shares tell of an event. */
    private void hear(final int at, final EngineLedger current) {
        wasCreated = false;
        refusal = NOT_REFUSED;
        for (int share = 0; share < next.length; share++) {
            final IntArrayList told = told(share);
            while (next[share] < told.size() && told.getInt(next[share]) == at) {
                final int what = told.getInt(next[share] + 1);
                final int about = told.getInt(next[share] + 2);
                if (what == VerificationShare.CREATED) {
                    wasCreated = true;
                } else if (what == VerificationShare.OVER) {
                    agrees &= current.over(about);
                } else {
                    refusal = about;
                }
                next[share] += VerificationShare.TOLD;
            }
        }
    }

    private IntArrayList told(final int share) {
        final EventBatch current = batch;
        if (current == null) {
            throw new IllegalStateException("no stretch of the journal is followed");
        }
        return current.told(share);
    }
}
