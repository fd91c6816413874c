package ringside.testkit;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.XxHash64;

/** Plays a recording in other virtual machines, one after another, and compares what every frame came to. */
final class OtherJvms {
    private static final int MOST_MINUTES = 10;
    private static final int LINES = 5;

    private final Recording recording;

    OtherJvms(final Recording recording) {
        this.recording = recording;
    }

    void verify(final List<OtherJvm> jvms) {
        PortableRecording.gameClass(recording);
        final List<String> expected = expected();
        for (final OtherJvm jvm : jvms) {
            final List<String> actual = lines(jvm, -1);
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                final String was = i < expected.size() ? expected.get(i) : "nothing";
                final String is = i < actual.size() ? actual.get(i) : "nothing";
                if (!was.equals(is)) {
                    throw new AssertionError(recording.playedType().layout().game() + ": in another virtual machine ("
                            + jvm + "), '" + is + "' was '" + was + "' here" + columns(jvm, i) + "\n"
                            + recording.repeatHint());
                }
            }
        }
    }

    private List<String> expected() {
        final List<String> lines = new ArrayList<>();
        final RunLog log = recording.expected();
        for (final RunLog.Hash hash : log.hashes()) {
            lines.add("frame " + hash.frame() + " " + XxHash64.hex(hash.hash()));
        }
        lines.add(ReplayMain.answers(log));
        final RunLog.Failure failure = log.failure();
        if (failure != null) {
            lines.add(ReplayMain.threw(failure));
        }
        return lines;
    }

    /** The columns that differ in a frame, when both sides still have it. */
    private String columns(final OtherJvm jvm, final int index) {
        if (index >= recording.expected().hashes().size()) {
            return "";
        }
        final UnsafeBuffer here = recording
                .archive()
                .find(recording.expected().hashes().get(index).frame());
        if (here == null) {
            return "";
        }
        for (final String line : lines(jvm, index)) {
            if (line.startsWith("block ")) {
                final UnsafeBuffer there = new UnsafeBuffer(HexFormat.of().parseHex(line.substring("block ".length())));
                final List<String> differences =
                        Differences.between(recording.playedType().layout(), here, there);
                return ":\n  " + String.join("\n  ", differences.subList(0, Math.min(LINES, differences.size())));
            }
        }
        return "";
    }

    private List<String> lines(final OtherJvm jvm, final int blockOf) {
        final List<String> command = new ArrayList<>();
        command.add(jvm.java());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+UnlockDiagnosticVMOptions"));
        command.addAll(jvm.flags());
        command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReplayMain.class.getName(), Integer.toString(blockOf)));
        try {
            return run(jvm, command);
        } catch (final IOException | InterruptedException e) {
            throw new IllegalStateException("another virtual machine cannot be used: " + jvm, e);
        }
    }

    private List<String> run(final OtherJvm jvm, final List<String> command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(MOST_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
            PortableRecording.write(recording, out);
        } catch (final IOException e) {
            // It ended before it had read all: what it wrote says why.
            process.getOutputStream().close();
        }
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (process.waitFor() != 0) {
            throw new AssertionError("another virtual machine (" + jvm + ") ended with status " + process.exitValue()
                    + " (it may take " + MOST_MINUTES + " minutes):\n" + output);
        }
        return output.lines()
                .filter(line -> line.startsWith("frame ")
                        || line.startsWith("block ")
                        || line.startsWith("answers ")
                        || line.startsWith("threw "))
                .toList();
    }
}
