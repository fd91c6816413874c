package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalWriter;
import ringside.journal.ServerId;
import ringside.journal.StoreConfig;
import ringside.layout.Layout;
import ringside.layout.State;
import ringside.snapshot.checkpoint.CheckpointImage;
import ringside.snapshot.checkpoint.CheckpointInfo;

/**
 * What a server does on one thread: recovers a directory, opens its journal, and applies events after they were committed.
 * Closing it without {@link #stop} is a kill.
 */
final class Server implements AutoCloseable {
    static final LogicSettings SETTINGS = new LogicSettings(60, 8, 16, 30, 2, 3, 12, 600);
    private static final int SNAPSHOTS = 4;
    static final JournalConfig SMALL = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(1 << 20, 16_384, 1 << 17).withWatermarkBytes(0));

    final Recovery recovery;
    final EngineRecording recording;
    final FrameLoop loop;
    final JournalWriter writer;
    final Map<String, Long> hashes = new HashMap<>();
    private final DataDirectory data;
    private final Journal journal;
    private final String identity;
    private final Deque<Annotation> unwritten = new ArrayDeque<>();
    private boolean lies;
    private boolean closed;

    private record Annotation(int match, int frame, long hash) {}

    Server(final Path directory, final String build, final LogicSettings settings, final GameType... games) {
        final SplittableRandom random = new SplittableRandom(directory.hashCode());
        final GameTypes types = GameTypes.of(games);
        data = DataDirectory.open(directory, random::nextLong);
        try {
            recording = EngineRecording.of(data, 0);
            final SwitchedOutput output = new SwitchedOutput(new MutedOutput());
            recovery = Recovery.run(recording, settings, types, output, SNAPSHOTS, part -> {});
            loop = recovery.loop();
            recording.checkpointStore().setAsideBeyond(loop.position());
            identity = EngineIdentity.of(build, loop.memory().settings(), types).toJson();
            final Journal.Edges edges = new Journal.Edges(() -> 1_795_348_800_000L, System::nanoTime, random::nextLong);
            journal = Journal.open(data, 0, identity, SMALL, edges);
            writer = journal.writer();
            output.switchTo(new Live());
        } catch (final RuntimeException e) {
            data.close();
            throw e;
        }
        feed(new Events(new Skirmish("open", 1)).open(writer.epoch(), writer.writerId()));
    }

    static Server open(final Path directory, final GameType... games) {
        return new Server(directory, "test", SETTINGS, games);
    }

    /** The recording of a directory, for reading. */
    static EngineRecording recording(final Path directory) {
        return EngineRecording.allOf(directory).get(0);
    }

    /** Verifies a directory on one thread: for games that do not play the same each time. */
    static Verification verifyOnce(final Path directory, final GameType... games) {
        return Verification.of(recording(directory), GameTypes.of(games), System::nanoTime, part -> {});
    }

    /** Verifies a directory on one thread, and on three, which must come to the same. */
    static Verification verify(final Path directory, final GameType... games) {
        final EngineRecording recording = recording(directory);
        final Verification one = verifyOnce(directory, games);
        final Verification three =
                SpreadVerification.of(recording, () -> GameTypes.of(games), 3, System::nanoTime, part -> {});
        assertEquals(one.took(0), three.took(0));
        return one;
    }

    /** Commits, then applies, one event. Hashes ride in the record after. */
    Server feed(final Event event) {
        writer.add(event);
        while (!unwritten.isEmpty()) {
            final Annotation next = unwritten.removeFirst();
            writer.annotate(next.match, next.frame, lies && next.match != 0 ? next.hash + 1 : next.hash);
            lies &= next.match == 0;
        }
        writer.commit();
        loop.apply(event);
        return this;
    }

    Server frames(final Events events, final int count) {
        for (int i = 0; i < count; i++) {
            feed(events.frame(0));
        }
        return this;
    }

    /** The next hash of a match that is recorded will be wrong. */
    void lie() {
        lies = true;
    }

    CheckpointInfo checkpoint() {
        final CheckpointImage image = new CheckpointImage(identity);
        image.capture(loop.memory(), loop.position());
        return recording.checkpointStore().write(image);
    }

    /** Removes whole files of the journal before a position, and returns their names. */
    List<String> dropBefore(final long position) {
        return journal.dropBefore(position);
    }

    static GameTypes typesOf(final GameType... games) {
        return GameTypes.of(games);
    }

    ServerId serverId() {
        return data.serverId();
    }

    MatchSlot slot(final int match) {
        final MatchSlot slot = loop.memory().find(match);
        if (slot == null) {
            throw new AssertionError("no match " + match);
        }
        return slot;
    }

    /** A copy of a match's state after a frame, or null when it is no longer there. */
    @Nullable
    State copyOf(final int match, final int frame) {
        final MatchSlot slot = slot(match);
        if (!slot.snapshots().isIntact(frame)) {
            return null;
        }
        final Layout layout = slot.type().layout();
        final State copy = new State(layout);
        copy.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        copy.block().putBytes(0, slot.snapshots().block(frame), 0, layout.snapshotBytes());
        return copy;
    }

    /** Hashes of the engine's own memory and of all matches. */
    static List<Long> hashesOf(final FrameLoop loop) {
        return Stream.concat(
                        Stream.of(
                                loop.position(),
                                loop.memory().state().hash(),
                                loop.memory().state().finalHash()),
                        loop.memory().matches().stream()
                                .map(slot -> slot.state().hash()))
                .toList();
    }

    /** The frame hash that was computed live. */
    long hashOf(final int match, final int frame) {
        final Long hash = hashes.get(match + " " + frame);
        if (hash == null) {
            throw new AssertionError("match " + match + " never reached frame " + frame);
        }
        return hash;
    }

    /** Writes the last hashes and a clean stop. */
    void stop() {
        unwritten.forEach(next -> writer.annotate(next.match, next.frame, next.hash));
        unwritten.clear();
        closeFiles();
    }

    /** The process dies: nothing more is written. */
    @Override
    public void close() {
        if (!closed) {
            writer.close();
            closeFiles();
        }
    }

    private void closeFiles() {
        closed = true;
        journal.close();
        data.close();
    }

    private final class Live extends MutedOutput {
        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            unwritten.add(new Annotation(match, frame, hash));
            hashes.put(match + " " + frame, hash);
        }
    }
}
