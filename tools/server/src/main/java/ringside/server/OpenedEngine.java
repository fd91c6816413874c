package ringside.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.Event;
import ringside.engine.event.OpenPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.InSyncSet;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalPreparation;
import ringside.journal.Reign;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.SwitchedOutput;
import ringside.replay.standby.StandbyEngine;

/**
 * One engine of a server, brought back to where its journal ends and opened for writing under a new epoch. Nobody feeds it yet.
 *
 * @param checkpointPosition position of the checkpoint that recovery began with, or where it ended if a checkpoint is not far back
 * @param switched where logic's words go: to nobody, so far
 * @param identityJson what the new epoch says of the engine
 * @param self as which member of an in-sync set it counts; null unless its journal is kept at level replicated
 */
record OpenedEngine(
        EngineRecording recording,
        Journal journal,
        FrameLoop loop,
        long checkpointPosition,
        SwitchedOutput switched,
        String identityJson,
        @Nullable Member self) {
    /** How far back a baseline of a view shall reach: the way there and back of most players, and lost parts sent again. */
    private static final int BASELINE_MS = 250;

    private static final int FEWEST_SNAPSHOTS = 16;

    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");

    /**
     * Recovers the engine of that number and opens it. The caller closes the journal.
     *
     * @param self as which member of an in-sync set this server counts
     * @param stuck told, by another thread, that this will not return
     */
    static OpenedEngine open(
            final ServerSettings settings,
            final DataDirectory data,
            final int number,
            final GameTypes types,
            final Member self,
            final Consumer<ServerException> stuck) {
        final EngineRecording recording = EngineRecording.of(data, number);
        requireJournalOfCheckpoints(recording);
        final SecureRandom random = new SecureRandom();
        final JournalConfig config = JournalConfig.DEFAULT
                .withDurability(settings.durability())
                .withStore(settings.journalStore())
                .withKeep(settings.journalKeep());
        final Journal.Edges edges = new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong);
        try (JournalPreparation journal = Journal.prepare(data, number, config, edges)) {
            Beforehand.begin("prepare-journal-" + number, journal);
            return open(settings, recording, types, journal, self, stuck);
        }
    }

    private static OpenedEngine open(
            final ServerSettings settings,
            final EngineRecording recording,
            final GameTypes types,
            final JournalPreparation prepared,
            final Member self,
            final Consumer<ServerException> stuck) {
        final int number = recording.engine();
        final LogicSettings wanted = LogicBounds.wanted(settings);
        final long startNs = System.nanoTime();

        // 1. Back to where the journal ends, with nobody listening.
        final SwitchedOutput switched = new SwitchedOutput(new MutedOutput());
        final Recovery recovery;
        final long boundNs = SECONDS.toNanos(settings.whole(ServerSetting.WATCHDOG_SECONDS));
        try (RecoveryWatch watch = new RecoveryWatch(number, boundNs, stuck)) {
            recovery = Recovery.run(
                    recording,
                    wanted,
                    types,
                    switched,
                    OpenedEngine::snapshotsKept,
                    new RecoveryProgress(number, System::nanoTime, LOG::info),
                    watch::watch);
        }
        recovery.notes().forEach(LOG::warn);
        final FrameLoop loop = recovery.loop();
        final EngineMemory memory = loop.memory();
        LogicBounds.requireRecorded(settings, wanted, memory.settings());
        if (recovery.identity() != null) {
            LOG.info(
                    "engine {}: recovered {} matches at position {}: checkpoint at {}, {} events after it, {} ms",
                    number,
                    memory.matches().size(),
                    loop.position(),
                    recovery.checkpointPosition(),
                    recovery.eventsReplayed(),
                    NANOSECONDS.toMillis(System.nanoTime() - startNs));
        }

        final EngineIdentity recorded = recovery.identity();
        if (recorded != null && !recorded.build().equals(Build.version()) && recorded.isCarriedBy(types)) {
            LOG.warn(
                    "engine {}: recorded by build {}, this is build {}; layouts, rules and logic versions agree",
                    number,
                    recorded.build(),
                    Build.version());
        }

        // 2. What follows from a tail that was lost goes, before other events take its positions.
        for (final String name : recording.checkpointStore().setAsideBeyond(loop.position())) {
            LOG.warn("engine {}: checkpoint {} was set aside: the journal does not reach it", number, name);
        }

        final InSyncSet set = memory.state().inSync();
        InSyncLevel.requireAllowed(settings, recording, memory.state().epoch(), set, self);

        // 3. A new epoch, journalled and applied like any event.
        final String identity =
                EngineIdentity.of(Build.version(), memory.settings(), types).toJson();
        final Journal journal = prepared.open(identity, Math.max(0, loop.position()), recovery.verified());
        try {
            final boolean isReplicated = InSyncLevel.isReplicated(settings, set);
            final OpenedEngine opened = new OpenedEngine(
                    recording,
                    journal,
                    loop,
                    recovery.checkpointPosition(),
                    switched,
                    identity,
                    isReplicated ? self : null);
            opened.append(OpenPayload.write(
                    openEvent(), journal.writer().epoch(), journal.writer().writerId()));
            if (!isReplicated && !set.isEmpty()) {
                LOG.warn("engine {}: is not kept at level replicated any more", number);
                opened.append(InSyncLevel.event(List.of(), "", ""));
            }
            LOG.info(
                    "engine {}: open for writing as epoch {} after {} ms",
                    number,
                    journal.writer().epoch(),
                    NANOSECONDS.toMillis(System.nanoTime() - startNs));
            return opened;
        } catch (final RuntimeException | Error e) {
            Closing.after(e, journal);
            throw e;
        }
    }

    /** Room for the first event of an epoch. */
    private static Event openEvent() {
        final int lengthBytes = Event.lengthFor(OpenPayload.TAKEN_OVER_LENGTH);
        return new Event().wrap(new UnsafeBuffer(new byte[lengthBytes]), 0, lengthBytes);
    }

    private void append(final Event event) {
        journal.writer().add(event);
        journal.writer().commit();
        loop.apply(event);
    }

    /**
     * Takes an engine over that followed: its journal begins an epoch of this server's own, of which nothing may be shown or told before
     * {@link Journal#syncReign} has brought it to the disk. Nobody turns it any more. At level replicated the server before leaves the
     * in-sync set with that, and this one is the first of it.
     */
    static OpenedEngine takeOver(
            final ServerSettings settings, final StandbyEngine followed, final MatchControl.By by) {
        final EngineRecording recording = followed.recording();
        final FrameLoop loop = followed.loop();
        final Journal kept = followed.journal();
        if (recording == null || loop == null || kept == null) {
            throw new IllegalStateException("engine " + followed.engine() + " has nothing to go on from");
        }
        final EngineMemory memory = loop.memory();
        final String identity = EngineIdentity.of(Build.version(), memory.settings(), memory.types())
                .toJson();
        final InSyncSet set = memory.state().inSync();
        final boolean isReplicated = settings.durability() == Durability.REPLICATED || !set.isEmpty();
        kept.reignUnsynced(
                new Reign(Objects.requireNonNull(followed.serverId()), new SecureRandom().nextLong(), identity),
                followed.highestEpoch().number());
        final OpenedEngine opened = new OpenedEngine(
                recording,
                kept,
                loop,
                loop.position(),
                followed.output(),
                identity,
                isReplicated ? followed.member() : null);
        opened.append(OpenPayload.writeTakenOver(
                openEvent(), kept.writer().epoch(), kept.writer().writerId(), followed.standsForNs()));
        if (isReplicated) {
            final List<Member> members = new ArrayList<>();
            members.add(followed.member());
            set.members().stream()
                    .skip(1)
                    .filter(each -> each.number() != followed.member().number())
                    .forEach(members::add);
            opened.append(InSyncLevel.event(members, by.who(), by.why()));
        }
        return opened;
    }

    /**
     * Snapshots kept of each match: most of what a match costs in memory. Baselines reach back half as far, so that much is kept
     * and no more: 32 at 60 Hz, 64 at 128 Hz. A client that acknowledges later is sent whole rows.
     */
    static int snapshotsKept(final int hz) {
        final int wanted = Math.max(FEWEST_SNAPSHOTS, 2 * LogicBounds.framesOfMs(BASELINE_MS, hz));
        return Integer.highestOneBit(wanted - 1) << 1;
    }

    /** A new journal beside old checkpoints would one day be recovered from a state that it never led to. */
    private static void requireJournalOfCheckpoints(final EngineRecording recording) {
        if (!recording.exists()
                && !Files.exists(recording.journal())
                && !recording.checkpointStore().list().isEmpty()) {
            throw ServerException.configuration("journal directory " + recording.journal() + ": is gone, but "
                    + recording.checkpoints() + " holds checkpoints of it; put it back, or choose another dir");
        }
    }
}
