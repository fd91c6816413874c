package ringside.perf.shipping;

import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochBegin;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.FollowedEngine;

/** An engine that takes every record, and does nothing with it but to say that it has it. */
final class Discarded implements FollowedEngine {
    private final ServerId server;
    private long nextPosition;
    private int lastChecksum;
    private Epoch epoch = Epoch.NONE;

    Discarded(final ServerId server) {
        this.server = server;
    }

    @Override
    public int engine() {
        return 0;
    }

    @Override
    public ServerId serverId() {
        return server;
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public Epoch highestEpoch() {
        return epoch;
    }

    @Override
    public Member member() {
        return new Member(1, "discards");
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public int lastChecksum() {
        return lastChecksum;
    }

    @Override
    public long appliedPosition() {
        return nextPosition - 1;
    }

    @Override
    public long framesCompared() {
        return 0;
    }

    @Override
    public void welcomed(final ServerId ofPrimary, final int engines, final Epoch primary) {
        epoch = primary;
    }

    @Override
    public void fork(final Epoch primary, final List<EpochBegin> epochs) {
        throw new IllegalStateException("a fork of a journal that was followed from its beginning");
    }

    @Override
    public void begin(
            final DirectBuffer checkpoint, final long firstPosition, final @Nullable DirectBuffer epochRecord) {
        throw new IllegalStateException("a checkpoint for somebody who begins with the first record");
    }

    @Override
    public void record(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        nextPosition = RecordFormat.firstPosition(buffer, offset) + RecordFormat.eventCount(buffer, offset);
        lastChecksum = RecordFormat.checksum(buffer, offset);
    }

    @Override
    public void heard(final long appendedPosition, final long safePosition, final int lastMatch) {
        // Nobody asks it.
    }

    @Override
    public @Nullable Wanted wanted() {
        return null;
    }

    @Override
    public void state(final int match, final int frame, final @Nullable DirectBuffer snapshot) {
        throw new IllegalStateException("a state that nobody asked for");
    }
}
