package ringside.it;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.faults.Account.Effect;
import ringside.faults.Account.Entry;
import ringside.faults.Account.FrameHash;
import ringside.faults.Account.Hashes;
import ringside.faults.Account.History;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.layout.EffectClass;
import ringside.layout.RowSet;
import ringside.layout.XxHash64;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.Replayer;
import ringside.server.Games;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointInfo;

/** What a directory says of a run: its journal, every hash, computed anew from the beginning and from each checkpoint. */
final class SwarmRecord {
    private static final int SNAPSHOTS = 2;

    private final String name;
    private final EngineRecording recording;

    SwarmRecord(final String name, final Path dir) {
        this.name = name;
        recording = EngineRecording.allOf(dir).get(0);
    }

    /** The journal, and into the list the hashes that stand in it. */
    History history(final List<Hashes> hashes) {
        final List<Entry> entries = new ArrayList<>();
        final List<FrameHash> recorded = new ArrayList<>();
        final long[] epoch = {0};
        try (JournalReader reader = recording.read(0)) {
            reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    entries.add(new Entry(
                            event.position(),
                            epoch[0],
                            event.match(),
                            event.player(),
                            event.type() == EventType.INPUT ? event.inputSeq() : 0,
                            XxHash64.hash(event.buffer(), 0, event.lengthBytes(), 0)));
                }

                @Override
                public void onEpoch(final EpochStart start) {
                    epoch[0] = start.epoch();
                }

                @Override
                public void onAnnotation(final int match, final int frame, final long hash) {
                    recorded.add(new FrameHash(match, frame, hash));
                }
            });
        }
        hashes.add(new Hashes("the journal of " + name, recorded));
        return new History(name, entries);
    }

    /** The last reign's journal, with what another one has from before it. */
    static History joined(final History last, final History other) {
        final long first = firstPosition(last);
        final List<Entry> all = new ArrayList<>(
                other.entries().stream().filter(each -> each.position() < first).toList());
        all.addAll(last.entries());
        return new History(last.server(), all);
    }

    /** What another journal has from where the last reign's begins. */
    static History from(final History last, final History other) {
        final long first = firstPosition(last);
        return new History(
                other.server(),
                other.entries().stream()
                        .filter(each -> each.position() >= first)
                        .toList());
    }

    private static long firstPosition(final History history) {
        return history.entries().isEmpty() ? 0 : history.entries().get(0).position();
    }

    /** Whether the journal goes back to its very beginning: that of a standby begins with a checkpoint. */
    boolean isWhole() {
        return recording.retainedFrom() == 0;
    }

    /** Hashes that are computed anew: from the beginning where it is there, and from each checkpoint that is kept. */
    void replays(final List<Hashes> hashes) {
        if (isWhole()) {
            hashes.add(replayed("a replay of " + name, null, requireNonNull(recording.firstIdentity())));
        }
        for (final CheckpointInfo each : recording.checkpointStore().list()) {
            final Checkpoint checkpoint = recording.checkpointStore().open(each.name());
            hashes.add(replayed(
                    "checkpoint " + each.name() + " of " + name, checkpoint, recording.identityOf(checkpoint)));
        }
    }

    private Hashes replayed(final String from, final Checkpoint checkpoint, final EngineIdentity identity) {
        final List<FrameHash> computed = new ArrayList<>();
        final MutedOutput output = new MutedOutput() {
            @Override
            public void hashed(final int match, final int frame, final long hash, final long position) {
                computed.add(new FrameHash(match, frame, hash));
            }
        };
        final Replayer replayer =
                new Replayer(Games.load(), output, checkpoint, SNAPSHOTS, position -> {}).begin(identity);
        try (JournalReader reader = recording.read(checkpoint == null ? 0 : checkpoint.position() + 1)) {
            reader.readAll(replayer);
        }
        return new Hashes(from, computed);
    }

    /**
     * For each seat the sure effects that whoever has it must be told of, from the first frame on.
     *
     * @param rest a journal that goes on where this one ends
     */
    Map<Integer, List<Effect>> sures(final int match, final List<Integer> seats, final SwarmRecord rest) {
        final Expected expected = new Expected(match, seats);
        try (JournalReader reader = recording.read(0)) {
            reader.readAll(expected);
        }
        try (JournalReader reader = rest.recording.read(expected.replayer.loop().position() + 1)) {
            reader.readAll(expected);
        }
        return expected.bySeat;
    }

    /** Looks at each frame that is computed anew. */
    private static final class Expected extends MutedOutput implements JournalHandler {
        private final int wanted;
        private final Map<Integer, List<Effect>> bySeat = new HashMap<>();
        private final GameTypes types = Games.load();
        private final GameType type = requireNonNull(types.newest("arena"));
        private final MatchSnapshot snapshot = new MatchSnapshot(type);
        private final Replayer replayer = new Replayer(types, this, null, SNAPSHOTS, position -> {});
        private int nextEffect;

        Expected(final int match, final List<Integer> seats) {
            wanted = match;
            seats.forEach(seat -> bySeat.put(seat, new ArrayList<>()));
        }

        @Override
        public void onEpoch(final EpochStart start) {
            replayer.onEpoch(start);
        }

        @Override
        public void onEvent(final Event event) {
            replayer.onEvent(event);
        }

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            final MatchSlot slot = replayer.loop().memory().find(match);
            if (slot == null || match != wanted) {
                return;
            }
            snapshot.wrap(slot.state().block(), 0);
            final int from = nextEffect;
            nextEffect = snapshot.nextEffect();
            if (from < nextEffect) {
                bySeat.forEach((seat, effects) -> note(seat, from, effects));
            }
        }

        private void note(final int seat, final int from, final List<Effect> effects) {
            final RowSet visible = new RowSet(type.layout());
            type.game().visible(snapshot.viewer(seat), snapshot.state(), visible);
            for (int next = from; next < nextEffect; next++) {
                final int row = snapshot.effectRow(next);
                if (snapshot.effectType(row).effectClass() == EffectClass.SURE
                        && snapshot.isEffectShown(row, seat, visible)) {
                    effects.add(new Effect(
                            snapshot.effectFrame(row), snapshot.effectType(row).name()));
                }
            }
        }
    }
}
