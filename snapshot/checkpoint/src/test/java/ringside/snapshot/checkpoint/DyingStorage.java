package ringside.snapshot.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A process of its own that writes checkpoints of an engine, and kills itself with SIGKILL at one step of the last of them:
 * {@code FOLDER STEP CHECKPOINTS SEED}. It prints the position of each that is written.
 */
final class DyingStorage extends FileCheckpointStorage {
    /** Where it dies. */
    enum Step {
        IN_THE_WRITING,
        BEFORE_SYNC,
        BEFORE_RENAME,
        BEFORE_FOLDER_SYNC,
        BEFORE_READING_BACK
    }

    private final Path folder;
    private Step step = Step.IN_THE_WRITING;
    private boolean isDue;

    private DyingStorage(final Path folder) {
        super(folder);
        this.folder = folder;
    }

    public static void main(final String[] arguments) {
        final DyingStorage storage = new DyingStorage(Path.of(arguments[0]));
        storage.step = Step.valueOf(arguments[1]);
        final int checkpoints = Integer.parseInt(arguments[2]);
        final SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
        final CheckpointStore store = new CheckpointStore(storage, TestEngine.SERVER, 2);
        final TestEngine engine = new TestEngine().withMatches();
        for (int i = 1; i <= checkpoints; i++) {
            engine.play(random, 50);
            storage.isDue = i == checkpoints;
            System.out.println(store.write(engine.image()).position());
        }
    }

    @Override
    void fill(final FileChannel channel, final ByteBuffer bytes) throws IOException {
        if (isDue && step == Step.IN_THE_WRITING) {
            super.fill(channel, bytes.limit(bytes.limit() / 2));
            die();
        }
        super.fill(channel, bytes);
    }

    @Override
    void force(final FileChannel channel) throws IOException {
        dieBefore(Step.BEFORE_SYNC);
        super.force(channel);
    }

    @Override
    void rename(final Path from, final Path to) throws IOException {
        dieBefore(Step.BEFORE_RENAME);
        super.rename(from, to);
    }

    @Override
    void forceFolder(final Path which) throws IOException {
        if (which.equals(folder)) {
            dieBefore(Step.BEFORE_FOLDER_SYNC);
        }
        super.forceFolder(which);
        if (which.equals(folder)) {
            dieBefore(Step.BEFORE_READING_BACK);
        }
    }

    private void dieBefore(final Step here) throws IOException {
        if (isDue && step == here) {
            die();
        }
    }

    /** The kernel ends the process; nothing of the JVM runs any more. */
    private static void die() throws IOException {
        System.out.flush();
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
        while (true) {
            Thread.onSpinWait();
        }
    }
}
