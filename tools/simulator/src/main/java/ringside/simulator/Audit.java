package ringside.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.journal.DataDirectory;
import ringside.journal.EpochStart;
import ringside.journal.JournalEnd;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineRecording;
import ringside.replay.Replayer;
import ringside.simulator.disk.SimDisk;
import ringside.simulator.disk.SimFileSystem;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointInfo;
import ringside.snapshot.checkpoint.CheckpointStore;

/**
 * The judgement at the end, of what is left on the disk: the journal is replayed cold from its beginning and from every checkpoint, and
 * compared with what happened and with what everybody was shown.
 */
final class Audit {
    private final Checker checker;
    private final boolean mayLoseTail;
    private final EngineRecording recording;
    private final GameTypes types = GameTypes.of(new GameType(new LedgerGame()));
    private final Ledger ledger = new Ledger(types.all().get(0).layout());
    /** By frame, as the replay from the beginning has them. */
    private final Map<Integer, Long> hashes = new HashMap<>();

    private final Map<Integer, Long> books = new HashMap<>();
    private final Set<Long> commands = new HashSet<>();
    private final Set<Long> tokens = new HashSet<>();

    Audit(final SimDisk disk, final Checker checker, final boolean mayLoseTail) {
        this.checker = checker;
        this.mayLoseTail = mayLoseTail;
        final SimFileSystem files = new SimFileSystem(disk, (operation, path, bytes) -> {});
        recording = EngineRecording.of(DataDirectory.read(files.getPath("/data")), 0);
    }

    void run() {
        fromTheBeginning();
        final CheckpointStore checkpoints = recording.checkpointStore();
        for (final CheckpointInfo info : checkpoints.list()) {
            if (info.ok()) {
                fromCheckpoint(checkpoints.open(info.name()));
            }
        }
        sightings();
    }

    private void fromTheBeginning() {
        final Cold cold = new Cold(null);
        try (JournalReader reader = recording.read(0)) {
            final JournalEnd end = reader.readAll(cold);
            if (end.position() != checker.journalledEvents()) {
                checker.violated("the journal ends at position " + (end.position() - 1) + ", "
                        + (checker.journalledEvents() - 1) + " was appended last");
            }
        }
        checker.hashes().forEach((frame, hash) -> {
            final Long replayed = hashes.get(frame);
            if (replayed == null || !replayed.equals(hash)) {
                checker.violated("frame " + frame + " had another hash live than in the replay");
            }
        });
    }

    private void fromCheckpoint(final Checkpoint checkpoint) {
        final Cold cold = new Cold(checkpoint);
        cold.replayer.begin(recording.identityOf(checkpoint));
        try (JournalReader reader = recording.read(checkpoint.position() + 1)) {
            reader.readAll(cold);
        }
    }

    private void sightings() {
        for (final Checker.Sighting seen : checker.sightings()) {
            final Long book = books.get(seen.frame());
            if ((book == null || book != seen.digest())
                    && !(mayLoseTail && checker.wasLost(seen.epoch(), seen.frame()))) {
                checker.violated(seen.who() + " was shown frame " + seen.frame() + " in epoch " + seen.epoch()
                        + (book == null ? ", which never was" : " otherwise than it was"));
            }
        }
        for (final long acknowledged : checker.acknowledgedCommands()) {
            if (!commands.contains(acknowledged) && !mayLoseTail) {
                checker.violated("command " + (int) acknowledged + " of player " + (acknowledged >> 32)
                        + " was acknowledged and is not in the journal");
            }
        }
    }

    /** A replay with nobody listening but this audit. */
    private final class Cold extends MutedOutput implements JournalHandler {
        private final boolean isFirst;
        private final Replayer replayer;
        private int epoch;
        private long joinToken;

        Cold(final @Nullable Checkpoint from) {
            isFirst = from == null;
            replayer = new Replayer(types, this, from, ServerProcess.SNAPSHOTS, position -> {});
        }

        @Override
        public void onEpoch(final EpochStart start) {
            if (start.epoch() <= epoch) {
                checker.violated("epoch " + start.epoch() + " stands behind epoch " + epoch + " in the journal");
            }
            epoch = start.epoch();
            replayer.onEpoch(start);
        }

        @Override
        public void onEvent(final Event event) {
            if (isFirst) {
                checker.read(event.position(), Digests.of(event.buffer(), 0, event.lengthBytes()));
            }
            joinToken = event.typeCode() == EventType.JOIN.code() ? JoinPayload.tokenLow(event) : 0;
            replayer.onEvent(event);
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            final Long replayed = match == ServerProcess.MATCH ? hashes.get(frame) : null;
            if (replayed != null && replayed != hash) {
                checker.violated("frame " + frame + " was recorded with another hash than it is replayed with");
            }
        }

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            if (match != ServerProcess.MATCH) {
                return;
            }
            if (isFirst) {
                hashes.put(frame, hash);
            } else if (!Long.valueOf(hash).equals(hashes.get(frame))) {
                checker.violated("frame " + frame + " has another hash from a checkpoint than from the beginning");
            }
        }

        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            final MatchSlot slot = isFirst ? replayer.loop().memory().find(ServerProcess.MATCH) : null;
            if (slot != null) {
                books.put(slot.frame(), ledger.digest(slot.state()));
                if (ledger.faults(slot.state()) > 0) {
                    checker.violated("something was applied twice or out of order by frame " + slot.frame()
                            + ", inputs and 10,000 times commands: " + ledger.faults(slot.state()));
                }
            }
        }

        @Override
        public void answer(
                final AnswerKind kind,
                final long position,
                final long connection,
                final int match,
                final int player,
                final int sequence,
                final int detail) {
            if (!isFirst) {
                return;
            }
            if (kind == AnswerKind.COMMAND_APPLIED && !commands.add((long) player << 32 | sequence)) {
                checker.violated("command " + sequence + " of player " + player + " was applied twice");
            } else if (kind == AnswerKind.JOINED && !tokens.add(joinToken)) {
                checker.violated("token " + joinToken + " was used twice");
            }
        }
    }
}
