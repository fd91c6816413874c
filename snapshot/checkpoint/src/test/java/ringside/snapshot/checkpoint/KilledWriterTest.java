package ringside.snapshot.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that writes a checkpoint is killed at each step of it: the one before is still good, or the new one already. */
final class KilledWriterTest {
    private static final int KILLED_BY_SIGKILL = 128 + 9;
    private static final int CHECKPOINTS = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whenever_the_writer_is_killed_a_good_checkpoint_is_there(final DyingStorage.Step step) throws Exception {
        final SplittableRandom random = Seed.random("KilledWriterTest." + step);
        final Path checkpoints = folder.resolve("checkpoints");
        final long seed = random.nextLong();
        final List<Long> written = killed(checkpoints, step, seed);
        assertEquals(CHECKPOINTS - 1, written.size(), "each but the one that it was killed over: " + written);

        final List<String> passedOver = new ArrayList<>();
        final CheckpointStore store = store(checkpoints);
        final Long newest = store.newest(Long.MAX_VALUE, passedOver::add, Checkpoint::position);
        assertNotNull(newest);
        assertEquals(List.of(), passedOver, "half a checkpoint is none");
        final boolean isRenamed = step.compareTo(DyingStorage.Step.BEFORE_FOLDER_SYNC) >= 0;
        assertEquals(isRenamed, newest > written.get(CHECKPOINTS - 2), newest + " after " + written);
        requireOfTheSameEngine(store, seed, isRenamed ? CHECKPOINTS : CHECKPOINTS - 1);

        // Whoever comes after it goes on there, and what it left half written is gone.
        final TestEngine further = new TestEngine().withMatches().play(new SplittableRandom(seed), 400);
        assertTrue(further.position() > newest);
        final CheckpointInfo info = store.write(further.image());
        assertTrue(info.ok());
        assertEquals(2, store.list().size());
        assertTrue(store.list().stream().allMatch(CheckpointInfo::ok));
        try (var files = java.nio.file.Files.list(checkpoints)) {
            assertEquals(2, files.count());
        }
    }

    private static void requireOfTheSameEngine(final CheckpointStore store, final long seed, final int rounds) {
        final SplittableRandom random = new SplittableRandom(seed);
        final TestEngine again = new TestEngine().withMatches();
        for (int i = 0; i < rounds; i++) {
            again.play(random, 50);
        }
        final TestEngine restored = store.newest(Long.MAX_VALUE, note -> {}, TestEngine::new);
        assertNotNull(restored);
        assertEquals(again.position(), restored.position());
        assertEquals(again.memory.state().finalHash(), restored.memory.state().finalHash());
    }

    private static CheckpointStore store(final Path checkpoints) {
        return new CheckpointStore(new FileCheckpointStorage(checkpoints), TestEngine.SERVER, 2);
    }

    private static List<Long> killed(final Path checkpoints, final DyingStorage.Step step, final long seed)
            throws Exception {
        final List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DyingStorage.class.getName(),
                checkpoints.toString(),
                step.name(),
                Integer.toString(CHECKPOINTS),
                Long.toString(seed)));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(KILLED_BY_SIGKILL, process.exitValue());
        return out.lines().map(Long::valueOf).toList();
    }
}
