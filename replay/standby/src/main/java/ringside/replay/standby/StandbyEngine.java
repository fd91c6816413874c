package ringside.replay.standby;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.InSyncSet;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.EpochBegin;
import ringside.journal.EpochNumbers;
import ringside.journal.EpochStart;
import ringside.journal.Journal;
import ringside.journal.JournalCut;
import ringside.journal.JournalEnd;
import ringside.journal.JournalException;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.journal.RecordFollower;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.ReplayException;
import ringside.replay.Replayer;
import ringside.replay.SwitchedOutput;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointException;

/**
 * An engine that follows a primary's: keeps the same journal in its own directory, applies the same events through the same frame
 * loop with nobody listening, and compares every frame's hash with the primary's.
 *
 * <p>As a shadow ({@link StandbyParts#isShadow}) it tries another build: it passes over matches whose logic this build does not carry,
 * and goes on when hashes differ, for nobody waits for it.
 *
 * <p>One thread follows; {@link #checkpointWork()} and {@link Journal#storeAgent()} may be turned by others. Once the hashes differ
 * it takes nothing more, unless it is a shadow.
 */
public final class StandbyEngine implements FollowedEngine, AutoCloseable {
    private final int number;
    private final StandbyHome home;
    private final StandbyParts parts;
    private final SwitchedOutput output;
    private final StateComparison comparison;
    private final HashComparison hashes;
    private final Taking taking = new Taking();

    private final Upkeep upkeep;
    private @Nullable EngineRecording recording;
    private @Nullable Replayer replayer;
    /** Whether it has everything that it ever acknowledged, and its journal began before it became a member of a set. */
    private boolean isWhole;

    /** When it applied its last FRAME, or began. */
    private long frameNs;

    private long heardSafe = -1;
    private Epoch heard = Epoch.NONE;
    private int lastMatch;

    /** An engine that goes on from what its directory holds, if that is anything. */
    public StandbyEngine(final int number, final StandbyHome home, final StandbyParts parts) {
        this.number = number;
        this.home = home;
        this.parts = parts;
        output = new SwitchedOutput(new Muted());
        upkeep = new Upkeep(number, parts);
        comparison = new StateComparison(number, parts, upkeep);
        hashes = comparison.hashes();
        frameNs = parts.edges().clockNs().getAsLong();
        final DataDirectory data = home.data();
        if (data != null) {
            recover(data);
        }
    }

    /** Back to where its own journal ends; the hashes recorded since the checkpoint are compared, too. */
    private void recover(final DataDirectory data) {
        final EngineRecording own = EngineRecording.of(data, number);
        heard = HeardEpoch.of(own);
        JournalCut.finish(data, number, parts.edges());
        if (!own.exists()) {
            return;
        }
        final EpochStart first = own.firstEpoch();
        if (first == null) {
            // It was killed before the first record of all came: it begins anew.
            StandbyFiles.forget(own);
            return;
        }
        if (parts.isShadow() && !isCarried(own)) {
            parts.alarm()
                    .accept("engine " + number
                            + ": SET ASIDE: this journal holds matches whose logic this build does not "
                            + "carry, so this shadow begins anew with the primary's checkpoint: "
                            + setAside(data, own));
            return;
        }
        final Recovery recovery = Recovery.run(
                own,
                EngineIdentity.parse(first.identityJson()).settings(),
                parts.types(),
                output,
                parts.snapshotsAt(),
                part -> {});
        recovery.notes().forEach(parts.alarm());
        final FrameLoop loop = recovery.loop();
        for (final String name : own.checkpointStore().setAsideBeyond(loop.position())) {
            parts.alarm()
                    .accept("engine " + number + ": checkpoint " + name
                            + " was set aside: the journal does not reach it");
        }
        final Journal opened = Journal.follow(
                data, number, 0, null, parts.config().withVerifyFrom(Math.max(0, loop.position())), parts.edges());
        try {
            final Replayer goesOn = passingOver(Replayer.after(recovery, parts.types(), output));
            try (JournalReader reader = own.read(recovery.checkpointPosition() + 1)) {
                reader.readAll(new Recorded());
            }
            hashes.recovered(loop.position());
            recording = own;
            replayer = goesOn;
            isWhole = opened.writer().opening().end().kind() == JournalEnd.Kind.CLEAN;
            upkeep.begin(own, opened);
            final EngineIdentity identity = recovery.identity();
            if (identity != null) {
                parts.settings().accept(identity.settings());
                warnOfOtherBuild(identity);
                upkeep.checkpointsOf(own, identity, loop.memory().state().tick(), recovery.checkpointPosition());
            }
            parts.log()
                    .accept("engine " + number + ": goes on behind position " + loop.position() + ", epoch " + epoch());
        } catch (final RuntimeException | Error e) {
            upkeep.release();
            opened.close();
            throw e;
        }
    }

    /** Whether this build has the logic of all that the newest checkpoint speaks of. */
    private boolean isCarried(final EngineRecording own) {
        final Boolean carried = own.checkpointStore()
                .newest(
                        own.claimedEnd(),
                        passedOver -> {},
                        checkpoint -> own.identityOf(checkpoint).isCarriedBy(parts.types()));
        return carried == null || carried;
    }

    private List<String> setAside(final DataDirectory data, final EngineRecording own) {
        final List<String> aside = JournalCut.all(data, number, parts.edges());
        own.checkpointStore().setAsideBeyond(-1);
        return aside;
    }

    private void warnOfOtherBuild(final EngineIdentity recorded) {
        if (!recorded.build().equals(parts.build())) {
            parts.alarm()
                    .accept("engine " + number + ": recorded by build " + recorded.build() + ", this is build "
                            + parts.build()
                            + (recorded.isCarriedBy(parts.types())
                                    ? "; layouts, rules and logic versions agree"
                                    : "; it does not carry all of " + recorded.layouts()));
        }
    }

    // ---- for the connection

    @Override
    public int engine() {
        return number;
    }

    @Override
    public @Nullable ServerId serverId() {
        final DataDirectory data = home.data();
        return data == null ? null : data.serverId();
    }

    @Override
    public Epoch epoch() {
        final Journal kept = upkeep.journal();
        return kept == null || kept.writer().isEmpty()
                ? Epoch.NONE
                : new Epoch(kept.writer().epoch(), kept.writer().writerId());
    }

    @Override
    public Epoch highestEpoch() {
        final Epoch own = epoch();
        return heard.number() > own.number() ? heard : own;
    }

    @Override
    public Member member() {
        return parts.member();
    }

    @Override
    public boolean isShadow() {
        return parts.isShadow();
    }

    @Override
    public long nextPosition() {
        final Journal kept = upkeep.journal();
        return kept == null || kept.writer().isEmpty() ? -1 : kept.writer().appendedPosition() + 1;
    }

    @Override
    public int lastChecksum() {
        final Journal kept = upkeep.journal();
        return kept == null ? 0 : kept.writer().lastChecksum();
    }

    @Override
    public long appliedPosition() {
        final Replayer applies = replayer;
        return applies == null ? -1 : applies.loop().position();
    }

    @Override
    public long framesCompared() {
        return hashes.framesCompared();
    }

    @Override
    public void welcomed(final ServerId server, final int engines, final Epoch primary) {
        final DataDirectory data;
        try {
            data = home.join(server, engines);
        } catch (final JournalException e) {
            throw new FollowException(Reason.OTHER_SERVER, String.valueOf(e.getMessage()));
        }
        hear(EngineRecording.of(data, number), primary);
    }

    /** From now on nobody of a lower epoch is followed, whatever happens to this process. */
    private void hear(final EngineRecording own, final Epoch primary) {
        if (primary.number() > highestEpoch().number()) {
            HeardEpoch.keep(own, primary);
            heard = primary;
        }
    }

    @Override
    public void fork(final Epoch primary, final List<EpochBegin> epochs) {
        final DataDirectory data = home.data();
        final EngineRecording own = recording;
        if (data == null || own == null || primary.number() <= epoch().number() || comparison.isHalted()) {
            throw new FollowException(
                    Reason.DIVERGED,
                    "this journal ends with records that the primary's, of epoch " + primary + ", lacks");
        }
        if (EpochNumbers.reignOf(primary.number()) == EpochNumbers.reignOf(epoch().number()) && isMember()) {
            throw new FollowException(
                    Reason.DIVERGED,
                    "this standby is a member of the in-sync set and has events that the primary lost when it was started "
                            + "again: stop that one and promote this one");
        }
        final Optional<EpochBegin> fork = epochs.stream()
                .filter(each -> each.firstPosition() > 0
                        && RecordFollower.holds(own.journal(), each.firstPosition(), each.checksumBefore()))
                .findFirst();
        final long end = nextPosition() - 1;
        hear(own, primary);
        closeJournal();
        final List<String> aside = fork.isPresent()
                ? JournalCut.behind(
                        data, number, fork.get().firstPosition(), fork.get().checksumBefore(), parts.edges())
                : JournalCut.all(data, number, parts.edges());
        parts.alarm()
                .accept("engine " + number + ": SET ASIDE: "
                        + (fork.isPresent()
                                ? "what this journal has behind position "
                                        + (fork.get().firstPosition() - 1) + ", up to " + end
                                : "all of this journal, up to position " + end)
                        + ", for whoever reigns in epoch " + primary + " went on without it: " + aside);
        if (fork.isEmpty()) {
            own.checkpointStore().setAsideBeyond(-1);
        }
        recording = null;
        replayer = null;
        comparison.begin();
        recover(data);
        isWhole = false;
    }

    @Override
    public void begin(
            final DirectBuffer checkpoint, final long firstPosition, final @Nullable DirectBuffer epochRecord) {
        final DataDirectory data = home.data();
        if (data == null) {
            throw new IllegalStateException("a beginning without a directory");
        }
        closeJournal();
        final EngineRecording own = EngineRecording.of(data, number);
        StandbyFiles.forget(own);
        try {
            final byte[] bytes = new byte[checkpoint.capacity()];
            checkpoint.getBytes(0, bytes);
            final Checkpoint adopted = own.checkpointStore().adopt(ByteBuffer.wrap(bytes));
            final EngineIdentity identity = EngineIdentity.parse(adopted.identityJson());
            requireSettings(identity);
            warnOfOtherBuild(identity);
            comparison.begin();
            final Replayer begins = new Replayer(
                    parts.types(),
                    output,
                    adopted,
                    parts.snapshotsAt().applyAsInt(identity.settings().hz()),
                    position -> {});
            replayer = passingOver(begins).begin(identity);
            upkeep.begin(own, Journal.follow(data, number, firstPosition, epochRecord, parts.config(), parts.edges()));
            recording = own;
            isWhole = false;
            if (!comparison.followsAll()) {
                upkeep.distrust();
            }
            upkeep.checkpointsOf(own, identity, adopted.tick(), adopted.position());
            parts.log()
                    .accept("engine " + number + ": begins with the primary's checkpoint at position "
                            + adopted.position() + ", its journal at position " + firstPosition);
        } catch (final CheckpointException | ReplayException e) {
            throw new FollowException(Reason.FORMAT, String.valueOf(e.getMessage()));
        }
    }

    private Replayer passingOver(final Replayer follows) {
        return parts.isShadow() ? follows.passingOver(comparison::passedOver) : follows;
    }

    private void requireSettings(final EngineIdentity identity) {
        try {
            parts.settings().accept(identity.settings());
        } catch (final RuntimeException e) {
            throw new FollowException(Reason.FORMAT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void record(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Journal kept = upkeep.journal();
        final Replayer applies = replayer;
        final EngineRecording own = recording;
        if (kept == null || applies == null || own == null) {
            throw new FollowException(Reason.MALFORMED, "records before the checkpoint");
        }
        if (comparison.isHalted()) {
            return;
        }
        final boolean isNext =
                RecordFormat.firstPosition(buffer, offset) == kept.writer().appendedPosition() + 1
                        || kept.writer().isEmpty();
        try {
            kept.writer().copy(buffer, offset, lengthBytes, applies.loop().position() + 1, taking);
        } catch (final JournalException e) {
            if (e.code() == JournalException.Code.CORRUPT) {
                throw new FollowException(isNext ? Reason.DAMAGED : Reason.GAP, String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (final ReplayException e) {
            throw new FollowException(Reason.FORMAT, String.valueOf(e.getMessage()));
        }
        comparison.look(applies.loop(), own);
    }

    @Override
    public @Nullable Wanted wanted() {
        return comparison.wanted();
    }

    @Override
    public void state(final int match, final int frame, final @Nullable DirectBuffer snapshot) {
        final EngineRecording own = recording;
        if (own == null) {
            throw new FollowException(Reason.MALFORMED, "a state that was not asked for");
        }
        comparison.state(own, snapshot);
    }

    @Override
    public void heard(final long appendedPosition, final long safePosition, final int newestMatch) {
        lastMatch = Math.max(lastMatch, newestMatch);
        heardSafe = safePosition;
    }

    // ---- for the one who turns it, and for who takes it over

    /** The connection is gone: what was asked for will not come any more. */
    public void disconnected() {
        comparison.disconnected();
    }

    /** Brings what was appended to the disk when it is time. */
    public int doWork() {
        final Journal kept = upkeep.journal();
        return kept == null ? 0 : kept.syncAgent().doWork();
    }

    /** Copies and writes a checkpoint that is due, and tries which value differs; for a thread of its own. */
    public int checkpointWork() {
        return upkeep.checkpointWork() + comparison.tryingWork();
    }

    /** Works ahead of its journal; for a thread of its own. */
    public int aheadWork() throws Exception {
        return upkeep.aheadWork();
    }

    /** Keeps its journal small; for a thread of its own. */
    public int keeperWork() {
        return upkeep.keeperWork();
    }

    /** The newest frame whose hash was found to be the primary's; null while there is none. */
    @Nullable
    Compared lastCompared() {
        return hashes.last();
    }

    /** It has had all that there was, over a connection. */
    void hadEverything() {
        isWhole = true;
    }

    /** Whether nothing that it ever acknowledged is missing. */
    boolean isWhole() {
        return isWhole;
    }

    /** The last position of which it heard that it is safe. */
    long heardSafe() {
        return heardSafe;
    }

    /** The in-sync set as its journal says it; null while it has none. */
    @Nullable
    InSyncSet inSync() {
        final FrameLoop applies = loop();
        return applies == null ? null : applies.memory().state().inSync();
    }

    private boolean isMember() {
        final InSyncSet set = inSync();
        return set != null && set.has(parts.member().number());
    }

    /** The first frame that differs, once nothing more will be found out about it; null while all are equal. Any thread. */
    public @Nullable Difference difference() {
        return comparison.difference();
    }

    /** Whether every hash that came was as computed. */
    public boolean isHashOk() {
        return comparison.isHashOk();
    }

    /** What is known of how its states differ from the primary's. */
    StateComparison comparison() {
        return comparison;
    }

    /** For how long its matches have stood still: since it applied the last frame that it heard of. */
    public long standsForNs() {
        return Math.max(0, parts.edges().clockNs().getAsLong() - frameNs);
    }

    /** The highest number of a match that it heard of. */
    public int lastMatch() {
        return lastMatch;
    }

    /** Its journal; null while it has none. */
    public @Nullable Journal journal() {
        return upkeep.journal();
    }

    /** Its frame loop; null while it has none. */
    public @Nullable FrameLoop loop() {
        final Replayer applies = replayer;
        return applies == null ? null : applies.loop();
    }

    /** Where logic's words go: to nobody, until somebody switches it. */
    public SwitchedOutput output() {
        return output;
    }

    /** Its folder; null while it has none. */
    public @Nullable EngineRecording recording() {
        return recording;
    }

    /** Last hash of each match. */
    public Map<Integer, Long> lastHashes() {
        final FrameLoop applies = loop();
        return applies == null
                ? Map.of()
                : new TreeMap<>(applies.memory().state().lastHashes());
    }

    /** Gives the journal to whoever takes the engine over: it is not closed with this any more. */
    public Journal release() {
        final Journal kept = upkeep.release();
        if (kept == null) {
            throw new IllegalStateException("engine " + number + " has no journal yet");
        }
        return kept;
    }

    private void closeJournal() {
        upkeep.close();
    }

    @Override
    public void close() {
        closeJournal();
    }

    /** Applies what a copied record holds. */
    private final class Taking implements JournalHandler {
        @Override
        public void onEvent(final Event event) {
            final Replayer applies = replayer;
            if (applies == null) {
                throw new IllegalStateException("events before the checkpoint");
            }
            if (event.typeCode() == EventType.CREATE.code()) {
                lastMatch = Math.max(lastMatch, event.match());
            }
            applies.onEvent(event);
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            hashes.recorded(match, frame, hash);
        }

        @Override
        public void onEpoch(final EpochStart start) {
            hashes.epochBegins();
            final Replayer applies = replayer;
            final EngineRecording own = recording;
            if (applies != null) {
                applies.onEpoch(start);
                warnOfOtherBuild(applies.identity());
                if (own != null) {
                    upkeep.checkpointsOf(
                            own,
                            applies.identity(),
                            applies.loop().memory().state().tick(),
                            applies.loop().position());
                }
            }
        }
    }

    /** What its own journal says beside the events, after a recovery applied those. */
    private final class Recorded implements JournalHandler {
        @Override
        public void onEvent(final Event event) {
            if (event.typeCode() == EventType.CREATE.code()) {
                lastMatch = Math.max(lastMatch, event.match());
            }
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            hashes.recorded(match, frame, hash);
        }
    }

    /** Nobody listens but who compares, and who takes checkpoints. */
    private final class Muted extends MutedOutput {
        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            hashes.computed(match, frame, hash, position);
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            parts.log()
                    .accept("match " + match + " was closed at the end of frame " + frame
                            + ": its game threw at position " + position
                            + (parts.isShadow() ? ": " : ", as it did on the primary: ") + cause);
        }

        @Override
        public void disposed(final MatchSlot match) {
            hashes.forgotten(match.id());
        }

        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            final Replayer applies = replayer;
            if (applies != null) {
                frameNs = parts.edges().clockNs().getAsLong();
                upkeep.frameDone(applies.loop(), position);
            }
        }
    }
}
