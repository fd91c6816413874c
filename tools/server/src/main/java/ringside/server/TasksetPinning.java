package ringside.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import ringside.engine.ring.ThreadPinning;

/**
 * Pins threads with the {@code taskset} program that comes with Linux, so that no native library is needed. Where that is not
 * possible it says so in one line, and the thread runs anywhere.
 */
final class TasksetPinning implements ThreadPinning {
    private static final int WAIT_SECONDS = 5;
    private static final Path THREAD = Path.of("/proc/thread-self");

    private final List<String> program;
    private final Consumer<String> notes;

    TasksetPinning(final Consumer<String> notes) {
        this(List.of("taskset"), notes);
    }

    /** @param program that takes {@code -pc CORE THREAD} after these words */
    TasksetPinning(final List<String> program, final Consumer<String> notes) {
        this.program = program;
        this.notes = notes;
    }

    @Override
    public void pin(final int core) {
        final String name = Thread.currentThread().getName();
        try {
            final String thread = String.valueOf(THREAD.toRealPath().getFileName());
            final List<String> command = new ArrayList<>(program);
            command.addAll(List.of("-pc", Integer.toString(core), thread));
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("taskset did not end within " + WAIT_SECONDS + " s");
            }
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(said.strip().replace('\n', ' '));
            }
        } catch (final IOException e) {
            notes.accept(notPinned(name, core, String.valueOf(e.getMessage())));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            notes.accept(notPinned(name, core, "interrupted"));
        }
    }

    private static String notPinned(final String name, final int core, final String why) {
        return "thread " + name + " is not pinned to core " + core + " and runs anywhere: " + why;
    }
}
